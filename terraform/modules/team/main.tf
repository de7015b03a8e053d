locals {
  # Encoded as JSON, because chunklist would convert the durations to strings.
  accounts = [for account in var.accounts : jsonencode(merge(
    { name = account.name, roleArn = account.role_arn },
    account.duration == null ? {} : { duration = account.duration },
    account.session == null ? {} : { session = { for name, value in {
      name              = account.session.name
      policyArns        = account.session.policy_arns
      policy            = account.session.policy
      tags              = account.session.tags
      transitiveTagKeys = account.session.transitive_tag_keys
      sourceIdentity    = account.session.source_identity
    } : name => value if value != null } },
  ))]

  team = merge({ name = var.name }, var.renew_after_minutes == null ? {} : { renewAfter = local.renew_after_minutes * 60 })

  # EventBridge accepts at most 8,192 characters per input and five targets per rule, so a larger team is split across several rules.
  max_input_length     = 8192
  max_targets_per_rule = 5
  max_account_length   = max(1, [for account in local.accounts : length(account) + 1]...)
  accounts_per_event   = max(1, floor((local.max_input_length - length(jsonencode(merge(local.team, { accounts = [] })))) / local.max_account_length))
  events = [for accounts in chunklist(local.accounts, local.accounts_per_event) : jsonencode(merge(local.team, {
    accounts = [for account in accounts : jsondecode(account)]
  }))]
  rules = ceil(length(local.events) / local.max_targets_per_rule)

  # The time for which sessions are valid after the last successful rotation, which may have skipped a session as old as renew_after_minutes.
  # The period is one minute, because with a longer one the alarm could go off between two invocations.
  alarm_period  = 60
  stale_periods = floor(local.min_session / local.alarm_period) - local.renew_after_minutes

  # Must match the function (TeamAlias). A name that is not valid for an alias gets a hash to keep it unique.
  alias = (
    can(regex("^[A-Za-z0-9_-]+$", var.name)) && !can(regex("^[0-9]+$|-[0-9a-f]{16}$", var.name))
    ? var.name
    : "${substr(replace(var.name, "/[^A-Za-z0-9_-]/", "_"), 0, 100)}-${substr(sha256(var.name), 0, 16)}"
  )

  # A name that is not valid or too long for a rule gets a hash to keep it unique.
  plain_name = "${var.function.name}-${var.name}"
  base_name = (
    can(regex("^[A-Za-z0-9_.-]{1,60}$", local.plain_name))
    ? local.plain_name
    : "${substr(replace(local.plain_name, "@", "_"), 0, 51)}-${substr(sha1(var.name), 0, 8)}"
  )
}

# The alias tells the function which team invokes it. Lambda reports the alias independently of the event.
resource "aws_lambda_alias" "this" {
  name             = local.alias
  description      = "Invokes the function for the Concourse team ${var.name}."
  function_name    = var.function.name
  function_version = "$LATEST"
}

# Each alias has its own configuration for asynchronous invocation.
resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = var.function.name
  qualifier                    = aws_lambda_alias.this.name
  maximum_retry_attempts       = var.function.maximum_retry_attempts
  maximum_event_age_in_seconds = var.function.maximum_event_age_in_seconds

  destination_config {
    on_failure {
      destination = var.function.dead_letter_queue_arn
    }
  }
}

resource "aws_cloudwatch_event_rule" "this" {
  count = local.rules

  name                = count.index == 0 ? local.base_name : "${local.base_name}-${count.index + 1}"
  description         = "Rotates the AWS credentials of the Concourse team ${var.name}."
  schedule_expression = "rate(${var.interval_minutes} minutes)"
  state               = var.enabled ? "ENABLED" : "DISABLED"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  count = length(local.events)

  rule      = aws_cloudwatch_event_rule.this[floor(count.index / local.max_targets_per_rule)].name
  target_id = "accounts-${count.index + 1}"
  arn       = aws_lambda_alias.this.arn
  input     = local.events[count.index]

  # Fails if a single account is already too long.
  lifecycle {
    precondition {
      condition     = length(local.events[count.index]) <= local.max_input_length
      error_message = "The configuration of an account of the team ${var.name} has ${length(local.events[count.index])} characters, but EventBridge accepts at most ${local.max_input_length}. Shorten the policy or tags of its session."
    }
  }
}

resource "aws_lambda_permission" "this" {
  count = local.rules

  statement_id  = "team-${substr(sha1(var.name), 0, 16)}-${count.index + 1}"
  action        = "lambda:InvokeFunction"
  function_name = var.function.name
  qualifier     = aws_lambda_alias.this.name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.this[count.index].arn
}

# FILL is required because an alarm on missing data alone would take longer than the evaluation periods.
resource "aws_cloudwatch_metric_alarm" "stale" {
  alarm_name          = "${local.base_name}-stale"
  alarm_description   = "No rotation of the team ${var.name} has succeeded for ${local.stale_periods} minutes. Its credentials are expiring."
  evaluation_periods  = local.stale_periods
  datapoints_to_alarm = local.stale_periods
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  actions_enabled     = var.enabled
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags

  metric_query {
    id          = "filled"
    expression  = "FILL(succeeded, 0)"
    label       = "Successful rotations"
    return_data = true
  }

  metric_query {
    id = "succeeded"

    metric {
      namespace   = var.function.metric_namespace
      metric_name = "SucceededRotations"
      dimensions  = { Team = var.name }
      stat        = "Sum"
      period      = local.alarm_period
    }
  }
}

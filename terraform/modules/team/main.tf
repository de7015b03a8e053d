locals {
  # As text, since chunklist would make the durations text as well.
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

  # EventBridge takes an input of at most 8,192 characters and five targets a rule, so a larger team is spread over several.
  most_characters    = 8192
  targets_of_a_rule  = 5
  longest_account    = max(1, [for account in local.accounts : length(account) + 1]...)
  accounts_per_event = max(1, floor((local.most_characters - length(jsonencode(merge(local.team, { accounts = [] })))) / local.longest_account))
  events = [for accounts in chunklist(local.accounts, local.accounts_per_event) : jsonencode(merge(local.team, {
    accounts = [for account in accounts : jsondecode(account)]
  }))]
  rules = ceil(length(local.events) / local.targets_of_a_rule)

  # How long a session is valid after the last rotation that succeeded: one that was skipped then may have been as old as renew_after_minutes.
  # In minutes, since an alarm that is coarser could go off between two invocations.
  alarm_period  = 60
  stale_periods = floor(local.shortest_session / local.alarm_period) - local.renew_after_minutes

  # As the function works it out (TeamAlias): what an alias cannot be called is told apart by a hash.
  alias = (
    can(regex("^[A-Za-z0-9_-]+$", var.name)) && !can(regex("^[0-9]+$|-[0-9a-f]{16}$", var.name))
    ? var.name
    : "${substr(replace(var.name, "/[^A-Za-z0-9_-]/", "_"), 0, 100)}-${substr(sha256(var.name), 0, 16)}"
  )

  # What a rule's name cannot take or hold is told apart by a hash.
  plain_name = "${var.function.name}-${var.name}"
  base_name = (
    can(regex("^[A-Za-z0-9_.-]{1,60}$", local.plain_name))
    ? local.plain_name
    : "${substr(replace(local.plain_name, "@", "_"), 0, 51)}-${substr(sha1(var.name), 0, 8)}"
  )
}

# By the alias the function knows which team is calling: Lambda says it, whatever the event says.
resource "aws_lambda_alias" "this" {
  name             = local.alias
  description      = "The Concourse team ${var.name}."
  function_name    = var.function.name
  function_version = "$LATEST"
}

# An alias has its own.
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

  rule      = aws_cloudwatch_event_rule.this[floor(count.index / local.targets_of_a_rule)].name
  target_id = "accounts-${count.index + 1}"
  arn       = aws_lambda_alias.this.arn
  input     = local.events[count.index]

  # Where even one account is too much.
  lifecycle {
    precondition {
      condition     = length(local.events[count.index]) <= local.most_characters
      error_message = "An account of the team ${var.name} takes ${length(local.events[count.index])} characters of configuration; EventBridge takes ${local.most_characters}. Shorten its session's policy or tags."
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

# Missing data alone would take longer to be seen than the evaluation periods say, hence FILL.
resource "aws_cloudwatch_metric_alarm" "stale" {
  alarm_name          = "${local.base_name}-stale"
  alarm_description   = "No rotation of the team ${var.name} succeeded for ${local.stale_periods} minutes: its credentials are running out."
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
    label       = "Rotations without a failed account"
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

locals {
  # As text, since chunklist would make the durations text as well.
  accounts = [for account in var.accounts : jsonencode(merge(
    { name = account.name, roleArn = account.role_arn },
    account.duration == null ? {} : { duration = account.duration },
  ))]

  # EventBridge takes an input of at most 8,192 characters and five targets a rule, so a larger team is spread over several.
  most_characters    = 8192
  targets_of_a_rule  = 5
  longest_account    = max(1, [for account in local.accounts : length(account) + 1]...)
  accounts_per_event = floor((local.most_characters - length(jsonencode({ name = var.name, accounts = [] }))) / local.longest_account)
  events = [for accounts in chunklist(local.accounts, local.accounts_per_event) : jsonencode({
    name     = var.name
    accounts = [for account in accounts : jsondecode(account)]
  })]
  rules = ceil(length(local.events) / local.targets_of_a_rule)

  # As many as a session lives.
  alarm_period  = 300
  stale_periods = floor(local.shortest_session / local.alarm_period)

  # What a rule's name cannot take or hold is told apart by a hash.
  plain_name = "${var.function.name}-${var.name}"
  base_name = (
    can(regex("^[A-Za-z0-9_.-]{1,60}$", local.plain_name))
    ? local.plain_name
    : "${substr(replace(local.plain_name, "@", "_"), 0, 51)}-${substr(sha1(var.name), 0, 8)}"
  )
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
  arn       = var.function.arn
  input     = local.events[count.index]
}

resource "aws_lambda_permission" "this" {
  count = local.rules

  statement_id  = "team-${substr(sha1(var.name), 0, 16)}-${count.index + 1}"
  action        = "lambda:InvokeFunction"
  function_name = var.function.name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.this[count.index].arn
}

# Missing data alone would take longer to be seen than the evaluation periods say, hence FILL.
resource "aws_cloudwatch_metric_alarm" "stale" {
  alarm_name          = "${local.base_name}-stale"
  alarm_description   = "No rotation of the team ${var.name} succeeded for as long as a session lives: its credentials are running out."
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

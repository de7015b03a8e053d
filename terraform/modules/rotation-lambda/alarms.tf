locals {
  metric_namespace = "CredentialRotation/${var.name}"

  alarm_period  = 300
  stale_periods = var.stale_minutes * 60 / local.alarm_period

  # What the description of each alarm ends with: where to look, and what to do.
  alarm_help = { for alarm, query in { failed = "failing-accounts", stale = "invocations", dead-letters = "failing-accounts" } :
    alarm => "Log group: ${aws_cloudwatch_log_group.this.name}. Saved query: ${local.query_names[query]}. Runbook: ${var.runbook_url}#name-${alarm}"
  }
}

# Counts the rotations of each team in which at least one account succeeded. One that is permanently broken therefore does not hide that the team as a
# whole is no longer rotated; the account-alarm module watches each account.
resource "aws_cloudwatch_log_metric_filter" "succeeded" {
  name           = "${var.name}-succeeded"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = "{ ($.eventId = 101) && (($.rotated > 0) || ($.skipped > 0) || ($.superseded > 0)) }"

  metric_transformation {
    namespace  = local.metric_namespace
    name       = "SucceededRotations"
    value      = "1"
    unit       = "Count"
    dimensions = { Team = "$.team" }
  }
}

# For the dashboard: how much of the quota is used. Both metrics have a single series each.
resource "aws_cloudwatch_log_metric_filter" "rotated" {
  name           = "${var.name}-rotated"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = "{ ($.eventId = 101) && ($.rotated > 0) }"

  metric_transformation {
    namespace = local.metric_namespace
    name      = "RotatedAccounts"
    value     = "$.rotated"
    unit      = "Count"
  }
}

resource "aws_cloudwatch_log_metric_filter" "throttled" {
  name           = "${var.name}-throttled"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = "{ ($.eventId = 101) && ($.throttledRequests > 0) }"

  metric_transformation {
    namespace = local.metric_namespace
    name      = "ThrottledRequests"
    value     = "$.throttledRequests"
    unit      = "Count"
  }
}

resource "aws_cloudwatch_metric_alarm" "failed" {
  alarm_name          = "${var.name}-failed"
  alarm_description   = "A rotation failed. Lambda retries it. ${local.alarm_help.failed}"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  statistic           = "Sum"
  period              = local.alarm_period
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}

# FILL is required because an alarm on missing data alone would take longer than the evaluation periods.
resource "aws_cloudwatch_metric_alarm" "stale" {
  alarm_name          = "${var.name}-stale"
  alarm_description   = "For ${var.stale_minutes} minutes, every rotation of every team has failed for one account at least, or there was none. Credentials may be expiring. ${local.alarm_help.stale}"
  evaluation_periods  = local.stale_periods
  datapoints_to_alarm = local.stale_periods
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags

  metric_query {
    id          = "succeeded"
    expression  = "FILL(invocations, 0) - FILL(errors, 0)"
    label       = "Successful rotations"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { invocations = "Invocations", errors = "Errors" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/Lambda"
        metric_name = metric_query.value
        dimensions  = { FunctionName = aws_lambda_function.this.function_name }
        stat        = "Sum"
        period      = local.alarm_period
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "A rotation failed after all retries. The message in the queue contains the event and the error. ${local.alarm_help["dead-letters"]}"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.dead_letters.name }
  statistic           = "Maximum"
  period              = local.alarm_period
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}

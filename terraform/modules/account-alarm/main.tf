locals {
  # An hour contains all attempts of a rotation, even if a team has no checks between renewals.
  alarm_period = 3600
  attempts     = var.function.maximum_retry_attempts + 1
}

# Counts the failed attempts for each account. A metric exists only for an account that has failed.
resource "aws_cloudwatch_log_metric_filter" "failed" {
  name           = "${var.function.name}-failed-accounts"
  log_group_name = "/aws/lambda/${var.function.name}"
  pattern        = "{ ($.eventId = 4) || ($.eventId = 5) }"

  metric_transformation {
    namespace  = var.function.metric_namespace
    name       = "FailedAccounts"
    value      = "1"
    unit       = "Count"
    dimensions = { Team = "$.team", Account = "$.account" }
  }
}

# The query returns one time series for each account, and the alarm has a state of its own for each. CloudWatch requires the ORDER BY for that.
resource "aws_cloudwatch_metric_alarm" "failed" {
  alarm_name          = "${var.function.name}-account-failed"
  alarm_description   = "The rotation of an account has failed ${local.attempts} times within an hour, in spite of the retries. The notification names the team and the account; the function's log contains the reason."
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = local.attempts
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags

  metric_query {
    id          = "failed"
    expression  = "SELECT SUM(FailedAccounts) FROM SCHEMA(\"${var.function.metric_namespace}\", Account, Team) GROUP BY Team, Account ORDER BY SUM() DESC"
    label       = "Failed attempts"
    period      = local.alarm_period
    return_data = true
  }

  depends_on = [aws_cloudwatch_log_metric_filter.failed]
}

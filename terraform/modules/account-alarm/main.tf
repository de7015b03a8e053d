locals {
  # An hour contains all attempts of a rotation, even if a team has no checks between renewals.
  alarm_period = 3600
  attempts     = var.function.maximum_retry_attempts + 1

  # The log has no line of an account between two checks.
  expiring_minutes = 30

  # What the description of each alarm ends with: where to look, and what to do.
  log_group = "/aws/lambda/${var.function.name}"
  help = { for alarm, query in { account-failed = "failing-accounts", account-expiring = "about-to-expire" } :
    alarm => "The notification names the team and the account. Log group: ${local.log_group}. Saved query: ${var.function.name}/${query}. Runbook: ${var.function.runbook_url}#name-${alarm}"
  }
}

# Counts the failed attempts for each account. A metric exists only for an account that has failed.
resource "aws_cloudwatch_log_metric_filter" "failed" {
  name           = "${var.function.name}-failed-accounts"
  log_group_name = local.log_group
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
  alarm_description   = "The rotation of an account has failed ${local.attempts} times within an hour, in spite of the retries. ${local.help.account-failed}"
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

# The validity left for each account. By default, the filter itself compares it with the minimum, so that a metric exists, and costs something, only for
# an account that is about to expire. This also keeps the query below the 500 time series that it can return.
resource "aws_cloudwatch_log_metric_filter" "validity" {
  name           = "${var.function.name}-validity"
  log_group_name = local.log_group
  pattern        = var.all_accounts ? "{ $.validitySeconds = * }" : "{ $.validitySeconds < ${var.minimum_validity} }"

  metric_transformation {
    namespace  = var.function.metric_namespace
    name       = "ValiditySeconds"
    value      = "$.validitySeconds"
    unit       = "Seconds"
    dimensions = { Team = "$.team", Account = "$.account" }
  }
}

# One line in half an hour is enough, because a value in the log does not fall by itself: the next line follows only at the next check.
resource "aws_cloudwatch_metric_alarm" "expiring" {
  alarm_name          = "${var.function.name}-account-expiring"
  alarm_description   = "The credentials of an account are valid for less than ${var.minimum_validity} seconds, or have expired. ${local.help.account-expiring}"
  evaluation_periods  = local.expiring_minutes
  datapoints_to_alarm = 1
  comparison_operator = "LessThanThreshold"
  threshold           = var.minimum_validity
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags

  metric_query {
    id          = "validity"
    expression  = "SELECT MIN(ValiditySeconds) FROM SCHEMA(\"${var.function.metric_namespace}\", Account, Team) GROUP BY Team, Account ORDER BY MIN() ASC"
    label       = "Validity in seconds"
    period      = 60
    return_data = true
  }

  depends_on = [aws_cloudwatch_log_metric_filter.validity]
}

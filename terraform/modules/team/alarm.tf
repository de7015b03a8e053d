locals {
  # Minutes. The last successful rotation may have skipped credentials as old as renew_after, so this is how long they are valid after it at least.
  valid_minutes = floor((local.min_session - local.renew_after) / 60)

  # Lambda's retries take three minutes, so four minutes after a check that failed it is known that no retry has helped. The alarm waits for as many
  # checks as leave ten minutes to act, but for at least one. guaranteed_validity leaves at least a minute then.
  retry_minutes  = 4
  awaited_checks = max(1, floor((local.valid_minutes - local.retry_minutes - 10) / var.check_minutes))

  # The period is one minute, because with a longer one the alarm could go off between two invocations.
  alarm_period  = 60
  stale_periods = local.awaited_checks * var.check_minutes + local.retry_minutes

  # For the alarm on the validity of each account: the log has a line at each attempt only. At the check at which credentials are due, they are valid for
  # due_validity seconds. Of this check and those that follow, last_validity belongs to the last one that leaves eight minutes. After 120 seconds, the
  # first retry has taken place, and only the last one will log less.
  due_validity   = local.min_session - max(1, ceil(local.renew_after / (var.check_minutes * 60))) * var.check_minutes * 60
  last_validity  = local.due_validity - max(0, floor((local.due_validity - 480) / (var.check_minutes * 60))) * var.check_minutes * 60
  alarm_validity = max(60, local.last_validity - 120)

  # The seconds since 1970. Years start in March, so that a leap day is the last day of its year.
  created       = { for unit in ["YYYY", "M", "D", "h", "m", "s"] : unit => tonumber(formatdate(unit, terraform_data.created.output)) }
  created_year  = local.created.YYYY - (local.created.M <= 2 ? 1 : 0)
  created_day   = 365 * local.created_year + floor(local.created_year / 4) - floor(local.created_year / 100) + floor(local.created_year / 400) + floor((153 * ((local.created.M + 9) % 12) + 2) / 5) + local.created.D - 719469
  created_epoch = local.created_day * 86400 + local.created.h * 3600 + local.created.m * 60 + local.created.s
}

# When the team was created, in UTC.
resource "terraform_data" "created" {
  input = timestamp()

  lifecycle {
    ignore_changes = [input]
  }
}

# FILL is required because an alarm on missing data alone would take longer than the evaluation periods. The minutes before the team existed count as
# successful: otherwise the alarm would go off at once.
resource "aws_cloudwatch_metric_alarm" "stale" {
  alarm_name          = "${local.base_name}-stale"
  alarm_description   = "No rotation of the team ${local.name} has succeeded for any account for ${local.stale_periods} minutes. Its credentials are expiring. Log group: /aws/lambda/${var.function.name}. Saved query: ${var.function.name}/team-history. Runbook: ${var.function.runbook_url}#name-team-stale"
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
    id          = "since_created"
    expression  = "IF(EPOCH(succeeded) < ${local.created_epoch}, 1, filled)"
    label       = "Successful rotations"
    return_data = true
  }

  metric_query {
    id          = "filled"
    expression  = "FILL(succeeded, 0)"
    return_data = false
  }

  metric_query {
    id = "succeeded"

    metric {
      namespace   = var.function.metric_namespace
      metric_name = "SucceededRotations"
      dimensions  = { Team = local.name }
      stat        = "Sum"
      period      = local.alarm_period
    }
  }
}

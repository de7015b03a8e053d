provider "aws" {
  region = "us-east-1"
}

variables {
  function = {
    name                   = "rotation"
    metric_namespace       = "CredentialRotation/rotation"
    maximum_retry_attempts = 2
  }
  alarm_actions = ["arn:aws:sns:us-east-1:123456789012:on-call"]
  tags          = { owner = "platform" }
}

run "failures_are_counted_for_each_account" {
  assert {
    condition     = aws_cloudwatch_log_metric_filter.failed.log_group_name == "/aws/lambda/rotation" && aws_cloudwatch_log_metric_filter.failed.pattern == "{ ($.eventId = 4) || ($.eventId = 5) }"
    error_message = "The filter must match the events accountFailed and accountTorn in the function's log."
  }

  assert {
    condition = (
      one(aws_cloudwatch_log_metric_filter.failed.metric_transformation).dimensions == tomap({ Team = "$.team", Account = "$.account" })
      && one(aws_cloudwatch_log_metric_filter.failed.metric_transformation).namespace == "CredentialRotation/rotation"
    )
    error_message = "Each account must have its own metric."
  }
}

run "alarm_has_a_state_for_each_account" {
  assert {
    condition     = one(aws_cloudwatch_metric_alarm.failed.metric_query).expression == "SELECT SUM(FailedAccounts) FROM SCHEMA(\"CredentialRotation/rotation\", Account, Team) GROUP BY Team, Account ORDER BY SUM() DESC"
    error_message = "The query must return one time series for each account."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.failed.alarm_name == "rotation-account-failed"
      && aws_cloudwatch_metric_alarm.failed.alarm_actions == toset(["arn:aws:sns:us-east-1:123456789012:on-call"])
      && aws_cloudwatch_metric_alarm.failed.ok_actions == toset(["arn:aws:sns:us-east-1:123456789012:on-call"])
      && aws_cloudwatch_metric_alarm.failed.tags == tomap({ owner = "platform" })
    )
    error_message = "The alarm must notify the given topic."
  }
}

run "alarm_goes_off_after_all_attempts" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.failed.threshold == 3 && one(aws_cloudwatch_metric_alarm.failed.metric_query).period == 3600
    error_message = "An account that failed in the first attempt and in both retries must be reported."
  }
}

run "alarm_without_retries_goes_off_after_the_first_failure" {
  command = plan

  variables {
    function = {
      name                   = "rotation"
      metric_namespace       = "CredentialRotation/rotation"
      maximum_retry_attempts = 0
    }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.failed.threshold == 1
    error_message = "Without retries, one failure is all attempts."
  }
}

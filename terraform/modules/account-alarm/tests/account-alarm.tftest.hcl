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

run "only_accounts_that_are_about_to_expire_have_a_metric" {
  assert {
    condition     = aws_cloudwatch_log_metric_filter.validity.log_group_name == "/aws/lambda/rotation" && aws_cloudwatch_log_metric_filter.validity.pattern == "{ $.validitySeconds < 480 }"
    error_message = "The filter must match the lines of accounts with less than 480 seconds left."
  }

  assert {
    condition = (
      one(aws_cloudwatch_log_metric_filter.validity.metric_transformation).name == "ValiditySeconds"
      && one(aws_cloudwatch_log_metric_filter.validity.metric_transformation).value == "$.validitySeconds"
      && one(aws_cloudwatch_log_metric_filter.validity.metric_transformation).dimensions == tomap({ Team = "$.team", Account = "$.account" })
      && one(aws_cloudwatch_log_metric_filter.validity.metric_transformation).namespace == "CredentialRotation/rotation"
    )
    error_message = "Each account must have its own metric."
  }
}

run "one_alarm_watches_the_validity_of_all_accounts" {
  assert {
    condition     = one(aws_cloudwatch_metric_alarm.expiring.metric_query).expression == "SELECT MIN(ValiditySeconds) FROM SCHEMA(\"CredentialRotation/rotation\", Account, Team) GROUP BY Team, Account ORDER BY MIN() ASC"
    error_message = "The query must return one time series for each account, the shortest validity first."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.expiring.comparison_operator == "LessThanThreshold"
      && aws_cloudwatch_metric_alarm.expiring.threshold == 480
      && aws_cloudwatch_metric_alarm.expiring.treat_missing_data == "notBreaching"
      && one(aws_cloudwatch_metric_alarm.expiring.metric_query).period == 60
      && aws_cloudwatch_metric_alarm.expiring.datapoints_to_alarm == 1
      && aws_cloudwatch_metric_alarm.expiring.evaluation_periods == 30
    )
    error_message = "One line must be enough to go off within a minute, and the alarm must last until the next check."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.expiring.alarm_name == "rotation-account-expiring"
      && aws_cloudwatch_metric_alarm.expiring.alarm_actions == toset(["arn:aws:sns:us-east-1:123456789012:on-call"])
      && aws_cloudwatch_metric_alarm.expiring.ok_actions == toset(["arn:aws:sns:us-east-1:123456789012:on-call"])
      && aws_cloudwatch_metric_alarm.expiring.tags == tomap({ owner = "platform" })
      && output.expiring_alarm_arn == aws_cloudwatch_metric_alarm.expiring.arn
    )
    error_message = "The alarm must notify the given topic."
  }
}

run "filter_and_alarm_have_the_same_minimum" {
  command = plan

  variables {
    minimum_validity = 1680
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.validity.pattern == "{ $.validitySeconds < 1680 }" && aws_cloudwatch_metric_alarm.expiring.threshold == 1680
    error_message = "The filter and the alarm must compare with the same value."
  }
}

run "all_accounts_may_have_a_metric" {
  command = plan

  variables {
    all_accounts = true
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.validity.pattern == "{ $.validitySeconds = * }" && aws_cloudwatch_metric_alarm.expiring.threshold == 480
    error_message = "The filter must match every line with a validity, and the alarm only those with less than 480 seconds."
  }
}

run "alarms_say_where_to_look_and_what_to_do" {
  command = plan

  assert {
    condition = alltrue([
      for text, alarm in {
        "rotation/failing-accounts. Runbook: docs/operations.md#name-account-failed"  = aws_cloudwatch_metric_alarm.failed
        "rotation/about-to-expire. Runbook: docs/operations.md#name-account-expiring" = aws_cloudwatch_metric_alarm.expiring
      } : endswith(alarm.alarm_description, " Log group: /aws/lambda/rotation. Saved query: ${text}")
    ])
    error_message = "Each alarm must name the log group, a saved query and the entry of the runbook."
  }
}

run "alarms_link_to_the_given_runbook" {
  command = plan

  variables {
    function = {
      name                   = "rotation"
      metric_namespace       = "CredentialRotation/rotation"
      runbook_url            = "https://git.example/operations.md"
      maximum_retry_attempts = 2
    }
  }

  assert {
    condition     = endswith(aws_cloudwatch_metric_alarm.expiring.alarm_description, " Runbook: https://git.example/operations.md#name-account-expiring")
    error_message = "The alarm must link to the given runbook."
  }
}

run "minimum_that_a_session_never_has_is_rejected" {
  command = plan

  variables {
    minimum_validity = 3600
  }

  expect_failures = [var.minimum_validity]
}

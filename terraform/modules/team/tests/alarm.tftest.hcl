provider "aws" {
  region = "us-east-1"
}

variables {
  configuration = <<-JSON
    {
      "name": "example-team",
      "accounts": [
        { "name": "divx-lab", "roleArn": "arn:aws:iam::123456789999:role/machine-user-example", "duration": 7200 },
        { "name": "divx-live", "roleArn": "arn:aws:iam::123456789998:role/machine-user-example" }
      ]
    }
  JSON
  function = {
    name                         = "rotation"
    metric_namespace             = "CredentialRotation/rotation"
    secrets_prefix               = "/concourse"
    layout                       = "separate"
    external_id_prefix           = "concourse/"
    dead_letter_queue_arn        = "arn:aws:sqs:us-east-1:123456789012:rotation-dead-letters"
    maximum_retry_attempts       = 2
    maximum_event_age_in_seconds = 1800
  }
}

# The first run, because a team that exists already keeps its time of creation.
run "alarm_waits_for_the_first_rotation_of_a_new_team" {
  override_resource {
    target = terraform_data.created
    values = { output = "2024-02-29T23:59:58Z" }
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.stale.metric_query : query.expression if query.id == "since_created"]) == "IF(EPOCH(succeeded) < 1709251198, 1, filled)"
    error_message = "The minutes before the team existed must count as successful."
  }
}

run "alarm_goes_off_when_credentials_may_expire" {
  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:on-call"]
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.stale.evaluation_periods == 14
      && aws_cloudwatch_metric_alarm.stale.datapoints_to_alarm == 14
      && aws_cloudwatch_metric_alarm.stale.treat_missing_data == "breaching"
      && toset(aws_cloudwatch_metric_alarm.stale.alarm_actions) == toset(["arn:aws:sns:us-east-1:123456789012:on-call"])
    )
    error_message = "The last successful rotation may have skipped a session that was 45 minutes old, so the alarm must go off before the remaining 15 minutes are over, and after the retries of the next check."
  }

  assert {
    condition     = strcontains(one([for query in aws_cloudwatch_metric_alarm.stale.metric_query : query.expression if query.id == "since_created"]), "1709251198")
    error_message = "A team that exists must keep its time of creation."
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.stale.metric_query : one(query.metric).period if query.id == "succeeded"]) == 60
    error_message = "The alarm must have a period of one minute."
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.stale.metric_query : one(query.metric).dimensions if query.id == "succeeded"]) == tomap({ Team = "example-team" })
    error_message = "The alarm must monitor only this team."
  }
}

run "alarm_without_checks_goes_off_after_the_retries_of_the_renewal" {
  command = plan

  variables {
    check_minutes = 50
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 54 && output.alarm_validity == 480
    error_message = "Without checks, a renewal that failed after 50 minutes leaves six minutes."
  }
}

run "shortest_session_determines_alarm_with_renewal" {
  command = plan

  variables {
    check_minutes = 5
    configuration = jsonencode({ name = "example-team", renewAfter = 1080, accounts = [
      { name = "a", roleArn = "arn:aws:iam::123456789999:role/ci", duration = 1800 },
      { name = "b", roleArn = "arn:aws:iam::123456789998:role/ci" },
    ] })
  }

  assert {
    condition     = output.guaranteed_validity == 420
    error_message = "A session of half an hour that is renewed after 18 + 5 minutes must leave 7 minutes."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 9 && output.alarm_validity == 480
    error_message = "A session of half an hour that is 18 minutes old has 12 minutes left, and the alarm must go off after the retries of the next check."
  }
}

run "alarm_waits_for_another_check_if_there_is_time" {
  command = plan

  variables {
    interval_minutes = 30
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 24 && output.alarm_validity == 480
    error_message = "35 minutes are left after a success. The alarm must wait for two checks, and leave more than ten minutes."
  }
}

run "alarm_does_not_wait_for_the_renewal_at_which_credentials_have_expired" {
  command = plan

  variables {
    interval_minutes = 30
    check_minutes    = 30
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 34 && output.alarm_validity == 1680
    error_message = "The renewal after the one that failed comes when the session ends, so the alarms must not wait for it."
  }
}

run "validity_alarm_suits_the_default_schedule" {
  command = plan

  assert {
    condition     = output.alarm_validity == 480
    error_message = "Credentials that are due have 600 seconds left, and 420 at the last retry."
  }
}

run "alarm_says_where_to_look_and_what_to_do" {
  command = plan

  assert {
    condition     = endswith(aws_cloudwatch_metric_alarm.stale.alarm_description, " Log group: /aws/lambda/rotation. Saved query: rotation/team-history. Runbook: docs/operations.md#name-team-stale")
    error_message = "The alarm must name the log group, a saved query and the entry of the runbook."
  }
}

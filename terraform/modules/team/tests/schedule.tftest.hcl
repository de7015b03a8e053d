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

run "default_is_renewed_every_50_minutes_and_checked_every_10" {
  command = plan

  assert {
    condition     = jsondecode(aws_cloudwatch_event_target.this[0].input).renewAfter == 2700
    error_message = "Credentials must be renewed at the fifth check, when they are a little younger than 50 minutes."
  }

  assert {
    condition     = output.schedule_expression == "cron(2/10 * * * ? *)" && aws_cloudwatch_event_rule.this[0].schedule_expression == output.schedule_expression
    error_message = "The function must be invoked every 10 minutes, at a minute that depends only on the team's name."
  }

  assert {
    condition     = output.guaranteed_validity == 300
    error_message = "A session of an hour that is renewed after at most 45 + 10 minutes must leave 5 minutes."
  }
}

run "renewal_is_due_halfway_between_two_checks" {
  command = plan

  variables {
    interval_minutes = 30
    check_minutes    = 5
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_target.this[0].input).renewAfter == 1650
    error_message = "Credentials must be renewed at the sixth check, and a check may be two and a half minutes early or late."
  }

  assert {
    condition     = output.guaranteed_validity == 1650
    error_message = "A session of an hour that is renewed after at most 27.5 + 5 minutes must leave 27.5 minutes."
  }
}

run "without_checks_each_invocation_renews" {
  command = plan

  variables {
    check_minutes = 50
  }

  assert {
    condition     = !can(jsondecode(aws_cloudwatch_event_target.this[0].input).renewAfter) && output.guaranteed_validity == 600
    error_message = "Without checks, there must be no renewAfter, and a session of an hour must leave 10 minutes."
  }

  assert {
    condition     = output.schedule_expression == "rate(50 minutes)"
    error_message = "50 minutes do not divide an hour, so a cron expression would not repeat evenly."
  }
}

run "check_once_an_hour_has_a_minute" {
  command = plan

  module {
    source = "./schedule"
  }

  variables {
    name    = "example-team"
    minutes = 60
  }

  assert {
    condition     = output.expression == "cron(32 * * * ? *)"
    error_message = "EventBridge does not accept a step of 60 minutes, so the expression must name only the minute."
  }
}

run "interval_that_divides_an_hour_has_a_minute_without_checks" {
  command = plan

  variables {
    interval_minutes = 30
    check_minutes    = 30
  }

  assert {
    condition     = output.schedule_expression == "cron(2/30 * * * ? *)" && output.guaranteed_validity == 1800
    error_message = "The team must have its own of 30 minutes, and a session of an hour must leave 30 minutes."
  }
}

run "renew_after_of_the_configuration_is_kept" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", renewAfter = 1500, accounts = [{ name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" }] })
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_target.this[0].input).renewAfter == 1500 && output.guaranteed_validity == 1500
    error_message = "A session of an hour that is renewed after at most 25 + 10 minutes must leave 25 minutes."
  }
}

run "shortest_session_determines_validity" {
  command = plan

  variables {
    interval_minutes = 20
    check_minutes    = 20
    configuration = jsonencode({ name = "example-team", accounts = [
      { name = "a", roleArn = "arn:aws:iam::123456789999:role/ci", duration = 1800 },
      { name = "b", roleArn = "arn:aws:iam::123456789998:role/ci" },
    ] })
  }

  assert {
    condition     = output.guaranteed_validity == 600
    error_message = "A session of half an hour that is renewed after 20 minutes must leave 10 minutes."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 24
    error_message = "The alarm must go off before the shortest session expires, and after the retries of the only renewal before its end."
  }
}

run "names_of_500_teams_are_spread_over_the_minutes" {
  command = plan

  module {
    source = "./tests/spread"
  }

  assert {
    condition     = length(output.teams_by_minute) == 10 && sum(values(output.teams_by_minute)) == 500
    error_message = "Each of the 10 minutes must have teams."
  }

  # With 500 names that are assigned at random, 99.9 % of the minutes have 28 to 72.
  assert {
    condition     = min(values(output.teams_by_minute)...) >= 28 && max(values(output.teams_by_minute)...) <= 72
    error_message = "The teams are not spread evenly over the minutes: ${jsonencode(output.teams_by_minute)}"
  }
}

run "interval_that_leaves_too_little_time_is_rejected" {
  command = plan

  variables {
    interval_minutes = 56
    check_minutes    = 56
  }

  expect_failures = [aws_lambda_alias.this]
}

run "interval_that_leaves_too_little_time_of_a_short_session_is_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [{ name = "a", roleArn = "arn:aws:iam::123456789999:role/ci", duration = 900 }] })
  }

  expect_failures = [aws_lambda_alias.this]
}

run "renewal_before_15_minutes_is_rejected" {
  command = plan

  variables {
    interval_minutes = 15
    check_minutes    = 5
  }

  expect_failures = [aws_lambda_alias.this]
}

run "renew_after_of_zero_is_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", renewAfter = 0, accounts = [{ name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" }] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = startswith(one(local.errors), "renewAfter: credentials must be renewed at an age of at least 900 seconds")
    error_message = join("\n", local.errors)
  }
}

run "renew_after_at_a_multiple_of_the_checks_is_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", renewAfter = 2400, accounts = [{ name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" }] })
  }

  expect_failures = [aws_lambda_alias.this]
}

run "interval_below_15_minutes_is_rejected" {
  command = plan

  variables {
    interval_minutes = 14
    check_minutes    = 14
  }

  expect_failures = [var.interval_minutes]
}

run "fractional_interval_is_rejected" {
  command = plan

  variables {
    interval_minutes = 17.5
    check_minutes    = 17.5
  }

  expect_failures = [var.interval_minutes]
}

run "fractional_check_is_rejected" {
  command = plan

  variables {
    check_minutes = 12.5
  }

  expect_failures = [var.check_minutes]
}

run "check_below_5_minutes_is_rejected" {
  command = plan

  variables {
    check_minutes = 2
  }

  expect_failures = [var.check_minutes]
}

run "interval_that_is_not_a_multiple_of_the_checks_is_rejected" {
  command = plan

  variables {
    check_minutes = 15
  }

  expect_failures = [var.check_minutes]
}

run "check_that_is_longer_than_the_interval_is_rejected" {
  command = plan

  variables {
    interval_minutes = 20
    check_minutes    = 40
  }

  expect_failures = [var.check_minutes]
}

provider "aws" {
  region = "us-east-1"
}

variables {
  name = "example-team"
  accounts = [
    { name = "divx-lab", role_arn = "arn:aws:iam::123456789999:role/machine-user-example", duration = 7200 },
    { name = "divx-live", role_arn = "arn:aws:iam::123456789998:role/machine-user-example" },
  ]
  function = {
    name                         = "rotation"
    metric_namespace             = "CredentialRotation/rotation"
    external_id_prefix           = "concourse/"
    dead_letter_queue_arn        = "arn:aws:sqs:us-east-1:123456789012:rotation-dead-letters"
    maximum_retry_attempts       = 2
    maximum_event_age_in_seconds = 1800
  }
}

run "event_is_the_team_configuration" {
  assert {
    condition = jsondecode(aws_cloudwatch_event_target.this[0].input) == {
      name = "example-team"
      accounts = [
        { name = "divx-lab", roleArn = "arn:aws:iam::123456789999:role/machine-user-example", duration = 7200 },
        { name = "divx-live", roleArn = "arn:aws:iam::123456789998:role/machine-user-example" },
      ]
    }
    error_message = "The rule's input is not the event that the function expects."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.this[0].schedule_expression == "rate(50 minutes)" && aws_cloudwatch_event_rule.this[0].state == "ENABLED"
    error_message = "By default, the function must be invoked every 50 minutes."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.this[0].name == "rotation-example-team"
    error_message = "The rule's name does not contain the function and the team."
  }

  assert {
    condition     = length(aws_cloudwatch_event_target.this) == 1 && length(aws_cloudwatch_event_rule.this) == 1
    error_message = "A small team must have exactly one rule and one target."
  }

  assert {
    condition     = output.external_id == "concourse/example-team"
    error_message = "The external ID is not the one that the function sends."
  }
}

run "event_contains_renew_after" {
  variables {
    interval_minutes    = 10
    renew_after_minutes = 45
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_target.this[0].input) == {
      name       = "example-team"
      renewAfter = 2700
      accounts = [
        { name = "divx-lab", roleArn = "arn:aws:iam::123456789999:role/machine-user-example", duration = 7200 },
        { name = "divx-live", roleArn = "arn:aws:iam::123456789998:role/machine-user-example" },
      ]
    }
    error_message = "The rule's input is not the event that the function expects."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.this[0].schedule_expression == "rate(10 minutes)"
    error_message = "The function must be invoked every 10 minutes."
  }
}

run "event_contains_session_settings" {
  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = {
      policy_arns         = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
      policy              = jsonencode({ Version = "2012-10-17", Statement = [] })
      tags                = { "team name" = "größer", cost = "" }
      transitive_tag_keys = ["cost"]
      source_identity     = "concourse"
      name                = "{{.Account}}-of-{{.Team}}"
    } }]
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_target.this[0].input).accounts[0].session == {
      policyArns        = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
      policy            = "{\"Statement\":[],\"Version\":\"2012-10-17\"}"
      tags              = { "team name" = "größer", cost = "" }
      transitiveTagKeys = ["cost"]
      sourceIdentity    = "concourse"
      name              = "{{.Account}}-of-{{.Team}}"
    }
    error_message = "The session settings are not the ones that the function expects."
  }
}

run "only_the_teams_rule_may_invoke" {
  assert {
    condition = (
      aws_lambda_permission.this[0].source_arn == aws_cloudwatch_event_rule.this[0].arn
      && aws_lambda_permission.this[0].principal == "events.amazonaws.com"
      && aws_lambda_permission.this[0].action == "lambda:InvokeFunction"
      && aws_lambda_permission.this[0].function_name == "rotation"
      && aws_lambda_permission.this[0].qualifier == "example-team"
    )
    error_message = "The permission must cover only this rule and this team's alias."
  }

  assert {
    condition     = aws_cloudwatch_event_target.this[0].arn == aws_lambda_alias.this.arn && aws_lambda_alias.this.function_name == "rotation" && output.alias == "example-team"
    error_message = "The rule must invoke the function through the team's alias."
  }

  assert {
    condition = (
      aws_lambda_function_event_invoke_config.this.qualifier == "example-team"
      && aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 2
      && one(one(aws_lambda_function_event_invoke_config.this.destination_config).on_failure).destination == "arn:aws:sqs:us-east-1:123456789012:rotation-dead-letters"
    )
    error_message = "A failed invocation of the alias must be retried and then sent to the dead-letter queue."
  }
}

run "default_interval_leaves_10_minutes" {
  command = plan

  assert {
    condition     = output.guaranteed_validity == 600
    error_message = "A session of an hour that is renewed after 50 minutes must leave 10 minutes."
  }
}

run "interval_of_30_minutes_leaves_30_minutes" {
  command = plan

  variables {
    interval_minutes = 30
  }

  assert {
    condition     = output.guaranteed_validity == 1800
    error_message = "A session of an hour that is renewed after 30 minutes must leave 30 minutes."
  }
}

run "latest_renewal_leaves_5_minutes" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 45
  }

  assert {
    condition     = output.guaranteed_validity == 300
    error_message = "A session of an hour that is renewed after 45 + 10 minutes must leave 5 minutes."
  }
}

run "shortest_session_determines_validity" {
  command = plan

  variables {
    interval_minutes = 20
    accounts = [
      { name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", duration = 1800 },
      { name = "b", role_arn = "arn:aws:iam::123456789998:role/ci" },
    ]
  }

  assert {
    condition     = output.guaranteed_validity == 600
    error_message = "A session of half an hour that is renewed after 20 minutes must leave 10 minutes."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 30
    error_message = "The alarm must go off when the shortest session expires."
  }
}

run "alarm_goes_off_for_stale_team" {
  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:on-call"]
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.stale.evaluation_periods == 60
      && aws_cloudwatch_metric_alarm.stale.datapoints_to_alarm == 60
      && aws_cloudwatch_metric_alarm.stale.treat_missing_data == "breaching"
      && toset(aws_cloudwatch_metric_alarm.stale.alarm_actions) == toset(["arn:aws:sns:us-east-1:123456789012:on-call"])
    )
    error_message = "The alarm must go off after an hour without a successful rotation."
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

run "alarm_takes_skipped_credentials_into_account" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 45
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 15 && aws_cloudwatch_metric_alarm.stale.datapoints_to_alarm == 15
    error_message = "The last successful rotation may have skipped a session that was 45 minutes old, so the alarm must go off within the remaining 15 minutes."
  }
}

run "shortest_session_determines_alarm_with_renewal" {
  command = plan

  variables {
    interval_minutes    = 5
    renew_after_minutes = 18
    accounts = [
      { name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", duration = 1800 },
      { name = "b", role_arn = "arn:aws:iam::123456789998:role/ci" },
    ]
  }

  assert {
    condition     = output.guaranteed_validity == 420
    error_message = "A session of half an hour that is renewed after 18 + 5 minutes must leave 7 minutes."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 12
    error_message = "A session of half an hour that is 18 minutes old has 12 minutes left."
  }
}

run "large_team_is_split_across_rules" {
  variables {
    accounts = [for i in range(500) : {
      name     = format("account-%03d", i)
      role_arn = format("arn:aws:iam::%012d:role/concourse-ci-example-team", i)
    }]
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.this : length(target.input) <= 8192])
    error_message = "EventBridge accepts at most 8,192 characters per input."
  }

  assert {
    condition     = flatten([for target in aws_cloudwatch_event_target.this : jsondecode(target.input).accounts[*].name]) == [for i in range(500) : format("account-%03d", i)]
    error_message = "An account is missing or duplicated."
  }

  assert {
    condition     = length(aws_cloudwatch_event_rule.this) > 1 && length(aws_cloudwatch_event_target.this) <= 5 * length(aws_cloudwatch_event_rule.this)
    error_message = "There are not enough rules for at most five targets per rule."
  }

  assert {
    condition     = alltrue([for rule in aws_cloudwatch_event_rule.this : length([for target in aws_cloudwatch_event_target.this : target if target.rule == rule.name]) <= 5])
    error_message = "A rule has more than five targets."
  }

  assert {
    condition     = toset(aws_lambda_permission.this[*].source_arn) == toset(aws_cloudwatch_event_rule.this[*].arn)
    error_message = "Each rule needs its own permission."
  }
}

run "long_accounts_fit" {
  variables {
    accounts = [for i in range(30) : {
      name     = format("%0128d", i)
      role_arn = format("arn:aws:iam::%012d:role/%s/ci", i, join("", [for _ in range(500) : "x"]))
      duration = 3600
    }]
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.this : length(target.input) <= 8192])
    error_message = "EventBridge accepts at most 8,192 characters per input."
  }

  assert {
    condition     = length(flatten([for target in aws_cloudwatch_event_target.this : jsondecode(target.input).accounts])) == 30
    error_message = "An account is missing or duplicated."
  }
}

run "accounts_that_just_fit_are_in_one_event" {
  command = plan

  variables {
    accounts = [for i in range(4) : {
      name     = tostring(i)
      role_arn = format("arn:aws:iam::%012d:role/%01978d/ci", i, 0)
    }]
  }

  assert {
    condition     = [for target in aws_cloudwatch_event_target.this : length(target.input)] == [8188]
    error_message = "The four accounts must be in one event."
  }
}

run "renew_after_reduces_the_space_for_accounts" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 45
    accounts = [for i in range(4) : {
      name     = tostring(i)
      role_arn = format("arn:aws:iam::%012d:role/%01978d/ci", i, 0)
    }]
  }

  assert {
    condition     = [for target in aws_cloudwatch_event_target.this : length(jsondecode(target.input).accounts)] == [3, 1]
    error_message = "With renewAfter, the four accounts must be split into two events."
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.this : jsondecode(target.input).renewAfter == 2700])
    error_message = "Each event of the team must contain renewAfter."
  }
}

run "account_that_exceeds_the_input_limit_is_rejected" {
  command = plan

  variables {
    accounts = [
      { name = "a", role_arn = "arn:aws:iam::123456789999:role/ci" },
      { name = "b", role_arn = "arn:aws:iam::123456789999:role/ci", session = {
        tags = { for i in range(40) : format("key-%02d", i) => join("", [for _ in range(256) : "v"]) }
      } },
    ]
  }

  expect_failures = [aws_cloudwatch_event_target.this[1]]
}

run "name_that_is_invalid_for_a_rule_gets_a_hash" {
  command = plan

  variables {
    name = "someone@example.com-and-others-who-have-a-very-long-name-together"
  }

  assert {
    condition     = can(regex("^[A-Za-z0-9_.-]{1,60}$", aws_cloudwatch_event_rule.this[0].name))
    error_message = "EventBridge does not accept this rule name."
  }

  assert {
    condition     = aws_lambda_alias.this.name == "someone_example_com-and-others-who-have-a-very-long-name-together-ce89d72b719147cd"
    error_message = "The function would expect a different alias."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_target.this[0].input).name == "someone@example.com-and-others-who-have-a-very-long-name-together"
    error_message = "The event must contain the team's unchanged name."
  }
}

run "name_that_looks_like_a_hashed_alias_gets_a_hash" {
  command = plan

  variables {
    name = "blue-0123456789abcdef"
  }

  assert {
    condition     = aws_lambda_alias.this.name == "blue-0123456789abcdef-bb02f5c4a6c00cbf"
    error_message = "The function would expect a different alias."
  }
}

run "interval_that_leaves_too_little_time_is_rejected" {
  command = plan

  variables {
    interval_minutes = 56
  }

  expect_failures = [var.interval_minutes]
}

run "short_session_with_default_interval_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", duration = 900 }]
  }

  expect_failures = [var.interval_minutes]
}

run "short_interval_is_rejected" {
  command = plan

  variables {
    interval_minutes = 10
  }

  expect_failures = [var.interval_minutes]
}

run "renewal_after_15_minutes_is_accepted" {
  command = plan

  variables {
    interval_minutes    = 7
    renew_after_minutes = 15
  }

  assert {
    condition     = output.guaranteed_validity == 2280
    error_message = "A session of an hour that is renewed after 15 + 7 minutes must leave 38 minutes."
  }
}

run "interval_below_5_minutes_with_renew_after_is_rejected" {
  command = plan

  variables {
    interval_minutes    = 4
    renew_after_minutes = 45
  }

  expect_failures = [var.interval_minutes]
}

run "fractional_interval_is_rejected" {
  command = plan

  variables {
    interval_minutes    = 7.5
    renew_after_minutes = 40
  }

  expect_failures = [var.interval_minutes]
}

run "renewal_that_uses_up_the_versions_is_rejected" {
  command = plan

  variables {
    interval_minutes    = 5
    renew_after_minutes = 14
  }

  expect_failures = [var.renew_after_minutes]
}

run "fractional_renewal_is_rejected" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 44.5
  }

  expect_failures = [var.renew_after_minutes]
}

run "renewal_at_a_multiple_of_the_interval_is_rejected" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 40
  }

  expect_failures = [var.interval_minutes]
}

run "renewal_that_leaves_too_little_time_is_rejected" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 46
  }

  expect_failures = [var.interval_minutes]
}

run "renewal_that_leaves_too_little_time_of_a_short_session_is_rejected" {
  command = plan

  variables {
    interval_minutes    = 5
    renew_after_minutes = 21
    accounts            = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", duration = 1800 }]
  }

  expect_failures = [var.interval_minutes]
}

run "team_name_with_slash_is_rejected" {
  command = plan

  variables {
    name = "example/team"
  }

  expect_failures = [var.name]
}

run "account_name_with_dots_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "..", role_arn = "arn:aws:iam::123456789999:role/ci" }]
  }

  expect_failures = [var.accounts]
}

run "empty_accounts_are_rejected" {
  command = plan

  variables {
    accounts = []
  }

  expect_failures = [var.accounts]
}

run "duplicate_account_name_is_rejected" {
  command = plan

  variables {
    accounts = [
      { name = "a", role_arn = "arn:aws:iam::123456789999:role/ci" },
      { name = "a", role_arn = "arn:aws:iam::123456789998:role/ci" },
    ]
  }

  expect_failures = [var.accounts]
}

run "arn_of_a_user_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:user/ci" }]
  }

  expect_failures = [var.accounts]
}

run "duration_above_maximum_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", duration = 43201 }]
  }

  expect_failures = [var.accounts]
}

run "policy_that_is_not_json_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { policy = "{" } }]
  }

  expect_failures = [var.accounts]
}

run "invalid_policy_arn_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { policy_arns = ["ReadOnlyAccess"] } }]
  }

  expect_failures = [var.accounts]
}

run "tag_key_with_aws_prefix_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { tags = { "aws:x" = "" } } }]
  }

  expect_failures = [var.accounts]
}

run "duplicate_tag_key_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { tags = { a = "", A = "" } } }]
  }

  expect_failures = [var.accounts]
}

run "tag_value_with_invalid_character_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { tags = { a = "x;y" } } }]
  }

  expect_failures = [var.accounts]
}

run "transitive_key_without_tag_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { transitive_tag_keys = ["a"] } }]
  }

  expect_failures = [var.accounts]
}

run "source_identity_with_space_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { source_identity = "two words" } }]
  }

  expect_failures = [var.accounts]
}

run "session_name_with_unknown_placeholder_is_rejected" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { name = "{{.Pipeline}}" } }]
  }

  expect_failures = [var.accounts]
}

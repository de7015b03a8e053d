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

run "event_is_the_teams_configuration" {
  assert {
    condition = jsondecode(aws_cloudwatch_event_target.this[0].input) == {
      name = "example-team"
      accounts = [
        { name = "divx-lab", roleArn = "arn:aws:iam::123456789999:role/machine-user-example", duration = 7200 },
        { name = "divx-live", roleArn = "arn:aws:iam::123456789998:role/machine-user-example" },
      ]
    }
    error_message = "The rule's input is not what the function reads."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.this[0].schedule_expression == "rate(50 minutes)" && aws_cloudwatch_event_rule.this[0].state == "ENABLED"
    error_message = "A team is rotated every 50 minutes."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.this[0].name == "rotation-example-team"
    error_message = "The rule's name does not tell the function and the team."
  }

  assert {
    condition     = length(aws_cloudwatch_event_target.this) == 1 && length(aws_cloudwatch_event_rule.this) == 1
    error_message = "A small team needs one rule and one target."
  }

  assert {
    condition     = output.external_id == "concourse/example-team"
    error_message = "The external id is not the one that the function sends."
  }
}

run "event_says_when_to_renew" {
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
    error_message = "The rule's input is not what the function reads."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.this[0].schedule_expression == "rate(10 minutes)"
    error_message = "The function must be invoked every 10 minutes."
  }
}

run "session_is_narrowed" {
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
    error_message = "The session's settings are not what the function reads."
  }
}

run "only_this_rule_may_invoke" {
  assert {
    condition = (
      aws_lambda_permission.this[0].source_arn == aws_cloudwatch_event_rule.this[0].arn
      && aws_lambda_permission.this[0].principal == "events.amazonaws.com"
      && aws_lambda_permission.this[0].action == "lambda:InvokeFunction"
      && aws_lambda_permission.this[0].function_name == "rotation"
      && aws_lambda_permission.this[0].qualifier == "example-team"
    )
    error_message = "The permission is not for just this rule and this team's alias."
  }

  assert {
    condition     = aws_cloudwatch_event_target.this[0].arn == aws_lambda_alias.this.arn && aws_lambda_alias.this.function_name == "rotation" && output.alias == "example-team"
    error_message = "The rule must invoke the function by the team's alias."
  }

  assert {
    condition = (
      aws_lambda_function_event_invoke_config.this.qualifier == "example-team"
      && aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 2
      && one(one(aws_lambda_function_event_invoke_config.this.destination_config).on_failure).destination == "arn:aws:sqs:us-east-1:123456789012:rotation-dead-letters"
    )
    error_message = "What fails by the alias must be tried again and then kept, too."
  }
}

run "ten_minutes_are_left_by_default" {
  command = plan

  assert {
    condition     = output.guaranteed_validity == 600
    error_message = "Of an hour, 50 minutes leave 10."
  }
}

run "half_an_hour_is_left_at_30_minutes" {
  command = plan

  variables {
    interval_minutes = 30
  }

  assert {
    condition     = output.guaranteed_validity == 1800
    error_message = "Of an hour, 30 minutes leave 30."
  }
}

run "five_minutes_are_left_at_the_latest_renewal" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 45
  }

  assert {
    condition     = output.guaranteed_validity == 300
    error_message = "Of an hour, a renewal at 45 + 10 minutes leaves 5."
  }
}

run "shortest_session_decides" {
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
    error_message = "Of half an hour, 20 minutes leave 10."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 30
    error_message = "The alarm does not go off after a session's life."
  }
}

run "stale_team_is_told" {
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
    error_message = "An hour without a success must be told."
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.stale.metric_query : one(query.metric).period if query.id == "succeeded"]) == 60
    error_message = "The alarm must count in minutes."
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.stale.metric_query : one(query.metric).dimensions if query.id == "succeeded"]) == tomap({ Team = "example-team" })
    error_message = "The alarm must watch this team alone."
  }
}

run "stale_team_that_was_only_skipped_is_told" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 45
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 15 && aws_cloudwatch_metric_alarm.stale.datapoints_to_alarm == 15
    error_message = "When a rotation last succeeded, the session may have been 45 minutes old: the alarm must go off within the 15 that were left."
  }
}

run "shortest_session_decides_when_to_tell" {
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
    error_message = "Of half an hour, a renewal at 18 + 5 minutes leaves 7."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods == 12
    error_message = "Of half an hour, a session of 18 minutes has 12 left."
  }
}

run "large_team_is_spread" {
  variables {
    accounts = [for i in range(500) : {
      name     = format("account-%03d", i)
      role_arn = format("arn:aws:iam::%012d:role/concourse-ci-example-team", i)
    }]
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.this : length(target.input) <= 8192])
    error_message = "EventBridge takes an input of at most 8,192 characters."
  }

  assert {
    condition     = flatten([for target in aws_cloudwatch_event_target.this : jsondecode(target.input).accounts[*].name]) == [for i in range(500) : format("account-%03d", i)]
    error_message = "An account is missing, or there twice."
  }

  assert {
    condition     = length(aws_cloudwatch_event_rule.this) > 1 && length(aws_cloudwatch_event_target.this) <= 5 * length(aws_cloudwatch_event_rule.this)
    error_message = "A rule takes five targets at most."
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

run "longest_accounts_fit" {
  variables {
    accounts = [for i in range(30) : {
      name     = format("%0128d", i)
      role_arn = format("arn:aws:iam::%012d:role/%s/ci", i, join("", [for _ in range(500) : "x"]))
      duration = 3600
    }]
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.this : length(target.input) <= 8192])
    error_message = "EventBridge takes an input of at most 8,192 characters."
  }

  assert {
    condition     = length(flatten([for target in aws_cloudwatch_event_target.this : jsondecode(target.input).accounts])) == 30
    error_message = "An account is missing, or there twice."
  }
}

run "accounts_that_just_fit_are_one_event" {
  command = plan

  variables {
    accounts = [for i in range(4) : {
      name     = tostring(i)
      role_arn = format("arn:aws:iam::%012d:role/%01978d/ci", i, 0)
    }]
  }

  assert {
    condition     = [for target in aws_cloudwatch_event_target.this : length(target.input)] == [8188]
    error_message = "The four accounts fit into one event."
  }
}

run "renewal_leaves_less_room_for_accounts" {
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
    error_message = "With renewAfter, the four accounts do not fit into one event any more."
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.this : jsondecode(target.input).renewAfter == 2700])
    error_message = "Each event of the team must say when to renew."
  }
}

run "account_that_no_target_could_take_is_refused" {
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

run "names_that_a_rule_cannot_have" {
  command = plan

  variables {
    name = "someone@example.com-and-others-who-have-a-very-long-name-together"
  }

  assert {
    condition     = can(regex("^[A-Za-z0-9_.-]{1,60}$", aws_cloudwatch_event_rule.this[0].name))
    error_message = "EventBridge takes no such name."
  }

  assert {
    condition     = aws_lambda_alias.this.name == "someone_example_com-and-others-who-have-a-very-long-name-together-ce89d72b719147cd"
    error_message = "The function would expect another alias."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_target.this[0].input).name == "someone@example.com-and-others-who-have-a-very-long-name-together"
    error_message = "The team's name must be as it is in Concourse."
  }
}

run "alias_that_looks_like_anothers" {
  command = plan

  variables {
    name = "blue-0123456789abcdef"
  }

  assert {
    condition     = aws_lambda_alias.this.name == "blue-0123456789abcdef-bb02f5c4a6c00cbf"
    error_message = "The function would expect another alias."
  }
}

run "too_little_left_is_refused" {
  command = plan

  variables {
    interval_minutes = 56
  }

  expect_failures = [var.interval_minutes]
}

run "short_session_at_the_default_interval_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", duration = 900 }]
  }

  expect_failures = [var.interval_minutes]
}

run "too_often_is_refused" {
  command = plan

  variables {
    interval_minutes = 10
  }

  expect_failures = [var.interval_minutes]
}

run "renewal_after_15_minutes_is_taken" {
  command = plan

  variables {
    interval_minutes    = 7
    renew_after_minutes = 15
  }

  assert {
    condition     = output.guaranteed_validity == 2280
    error_message = "Of an hour, a renewal at 15 + 7 minutes leaves 38."
  }
}

run "too_often_even_with_renewal_is_refused" {
  command = plan

  variables {
    interval_minutes    = 4
    renew_after_minutes = 45
  }

  expect_failures = [var.interval_minutes]
}

run "part_of_a_minute_is_refused" {
  command = plan

  variables {
    interval_minutes    = 7.5
    renew_after_minutes = 40
  }

  expect_failures = [var.interval_minutes]
}

run "renewal_that_uses_up_the_versions_is_refused" {
  command = plan

  variables {
    interval_minutes    = 5
    renew_after_minutes = 14
  }

  expect_failures = [var.renew_after_minutes]
}

run "renewal_after_part_of_a_minute_is_refused" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 44.5
  }

  expect_failures = [var.renew_after_minutes]
}

run "renewal_at_a_multiple_of_the_interval_is_refused" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 40
  }

  expect_failures = [var.interval_minutes]
}

run "renewal_that_may_leave_too_little_is_refused" {
  command = plan

  variables {
    interval_minutes    = 10
    renew_after_minutes = 46
  }

  expect_failures = [var.interval_minutes]
}

run "renewal_that_may_leave_too_little_of_a_short_session_is_refused" {
  command = plan

  variables {
    interval_minutes    = 5
    renew_after_minutes = 21
    accounts            = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", duration = 1800 }]
  }

  expect_failures = [var.interval_minutes]
}

run "slash_in_the_teams_name_is_refused" {
  command = plan

  variables {
    name = "example/team"
  }

  expect_failures = [var.name]
}

run "dots_in_an_accounts_name_are_refused" {
  command = plan

  variables {
    accounts = [{ name = "..", role_arn = "arn:aws:iam::123456789999:role/ci" }]
  }

  expect_failures = [var.accounts]
}

run "no_account_is_refused" {
  command = plan

  variables {
    accounts = []
  }

  expect_failures = [var.accounts]
}

run "same_account_name_twice_is_refused" {
  command = plan

  variables {
    accounts = [
      { name = "a", role_arn = "arn:aws:iam::123456789999:role/ci" },
      { name = "a", role_arn = "arn:aws:iam::123456789998:role/ci" },
    ]
  }

  expect_failures = [var.accounts]
}

run "user_instead_of_a_role_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:user/ci" }]
  }

  expect_failures = [var.accounts]
}

run "duration_that_sts_refuses_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", duration = 43201 }]
  }

  expect_failures = [var.accounts]
}

run "policy_that_is_no_json_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { policy = "{" } }]
  }

  expect_failures = [var.accounts]
}

run "policy_arn_that_is_none_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { policy_arns = ["ReadOnlyAccess"] } }]
  }

  expect_failures = [var.accounts]
}

run "tag_of_aws_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { tags = { "aws:x" = "" } } }]
  }

  expect_failures = [var.accounts]
}

run "tag_twice_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { tags = { a = "", A = "" } } }]
  }

  expect_failures = [var.accounts]
}

run "tag_that_sts_refuses_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { tags = { a = "x;y" } } }]
  }

  expect_failures = [var.accounts]
}

run "transitive_key_without_a_tag_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { transitive_tag_keys = ["a"] } }]
  }

  expect_failures = [var.accounts]
}

run "source_identity_with_a_space_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { source_identity = "two words" } }]
  }

  expect_failures = [var.accounts]
}

run "session_name_with_another_placeholder_is_refused" {
  command = plan

  variables {
    accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:role/ci", session = { name = "{{.Pipeline}}" } }]
  }

  expect_failures = [var.accounts]
}

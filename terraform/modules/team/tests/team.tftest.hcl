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

run "event_is_the_configuration_with_renew_after" {
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
    condition     = aws_cloudwatch_event_rule.this[0].name == "rotation-example-team" && aws_cloudwatch_event_rule.this[0].state == "ENABLED"
    error_message = "The rule must be named after the function and the team, and be enabled."
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

run "event_has_every_field_of_the_configuration" {
  command = plan

  variables {
    configuration = file("tests/every-field.json")
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_target.this[0].input) == jsondecode(file("tests/every-field.json"))
    error_message = "A field of the configuration is missing from the event or was changed."
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

run "large_team_is_split_across_rules" {
  variables {
    events = null
    configuration = jsonencode({ name = "example-team", accounts = [for i in range(500) : merge(
      { name = format("account-%03d", i), roleArn = format("arn:aws:iam::%012d:role/concourse-ci-example-team", i) },
      # Accounts with different fields have different types in Terraform.
      i % 7 == 0 ? { duration = 3600 } : {},
    )] })
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.this : length(target.input) <= 8192])
    error_message = "EventBridge accepts at most 8,192 characters per input."
  }

  assert {
    condition     = jsonencode(flatten([for target in aws_cloudwatch_event_target.this : jsondecode(target.input).accounts])) == jsonencode(jsondecode(var.configuration).accounts)
    error_message = "An account is missing, duplicated or changed."
  }

  assert {
    condition     = length(aws_cloudwatch_event_rule.this) > 1 && alltrue([for rule in aws_cloudwatch_event_rule.this : length([for target in aws_cloudwatch_event_target.this : target if target.rule == rule.name]) <= 5])
    error_message = "There must be several rules with at most five targets each."
  }

  assert {
    condition     = toset(aws_lambda_permission.this[*].source_arn) == toset(aws_cloudwatch_event_rule.this[*].arn)
    error_message = "Each rule needs its own permission."
  }
}

run "accounts_are_divided_evenly_among_a_given_number_of_events" {
  command = plan

  variables {
    events        = 3
    configuration = jsonencode({ name = "example-team", accounts = [for i in range(7) : { name = tostring(i), roleArn = "arn:aws:iam::123456789999:role/ci" }] })
  }

  assert {
    condition     = [for target in aws_cloudwatch_event_target.this : jsondecode(target.input).accounts[*].name] == [["0", "1"], ["2", "3"], ["4", "5", "6"]]
    error_message = "Each account must be in exactly one of the three events."
  }
}

run "long_accounts_fit" {
  command = plan

  variables {
    events = null
    configuration = jsonencode({ name = "example-team", accounts = [for i in range(30) : {
      name     = format("%0128d", i)
      roleArn  = format("arn:aws:iam::%012d:role/%s/ci", i, join("", [for _ in range(500) : "x"]))
      duration = 3600
    }] })
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
    interval_minutes = 50
    check_minutes    = 50
    events           = null
    configuration    = jsonencode({ name = "example-team", accounts = [for i in range(4) : { name = tostring(i), roleArn = format("arn:aws:iam::%012d:role/%01978d/ci", i, 0) }] })
  }

  assert {
    condition     = [for target in aws_cloudwatch_event_target.this : length(target.input)] == [8188]
    error_message = "The four accounts must be in one event."
  }
}

run "renew_after_reduces_the_space_for_accounts" {
  command = plan

  variables {
    events        = null
    configuration = jsonencode({ name = "example-team", accounts = [for i in range(4) : { name = tostring(i), roleArn = format("arn:aws:iam::%012d:role/%01978d/ci", i, 0) }] })
  }

  assert {
    condition     = [for target in aws_cloudwatch_event_target.this : length(jsondecode(target.input).accounts)] == [2, 2]
    error_message = "With renewAfter, the four accounts must be split into two events."
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.this : jsondecode(target.input).renewAfter == 2700])
    error_message = "Each event of the team must contain renewAfter."
  }
}

run "team_that_exceeds_its_only_event_is_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [for i in range(200) : { name = tostring(i), roleArn = "arn:aws:iam::123456789999:role/ci" }] })
  }

  expect_failures = [aws_cloudwatch_event_target.this[0]]
}

run "account_that_exceeds_the_input_limit_is_rejected" {
  command = plan

  variables {
    events = null
    configuration = jsonencode({ name = "example-team", accounts = [
      { name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" },
      { name = "b", roleArn = "arn:aws:iam::123456789999:role/ci", session = {
        tags = { for i in range(40) : format("key-%02d", i) => join("", [for _ in range(256) : "v"]) }
      } },
    ] })
  }

  expect_failures = [aws_cloudwatch_event_target.this[1]]
}

run "more_events_than_accounts_are_rejected" {
  command = plan

  variables {
    events = 3
  }

  expect_failures = [aws_lambda_alias.this]
}

run "name_that_is_invalid_for_a_rule_gets_a_hash" {
  command = plan

  variables {
    configuration = jsonencode({
      name     = "someone@example.com-and-others-who-have-a-very-long-name-together"
      accounts = [{ name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" }]
    })
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
    name          = "blue-0123456789abcdef"
    configuration = jsonencode({ name = "blue-0123456789abcdef", accounts = [{ name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" }] })
  }

  assert {
    condition     = aws_lambda_alias.this.name == "blue-0123456789abcdef-bb02f5c4a6c00cbf"
    error_message = "The function would expect a different alias."
  }
}

run "disabled_team_keeps_its_resources" {
  command = plan

  variables {
    enabled = false
    tags    = { owner = "platform" }
  }

  assert {
    condition     = aws_cloudwatch_event_rule.this[0].state == "DISABLED" && aws_cloudwatch_metric_alarm.stale.actions_enabled == false
    error_message = "The rule and the alarm's actions must be disabled."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.this[0].tags == tomap({ owner = "platform" }) && aws_cloudwatch_metric_alarm.stale.tags == tomap({ owner = "platform" })
    error_message = "All resources that can have tags must have them."
  }
}

run "role_that_is_created_in_the_same_apply_is_planned" {
  command = plan

  module {
    source = "./tests/unknown"
  }

  assert {
    condition     = module.named.external_id == "concourse/named" && length(module.named.rule_arns) == 1 && length(module.unnamed.rule_arns) == 1
    error_message = "A team whose role is created in the same apply must have a rule."
  }

  assert {
    condition     = module.named.alias == "named"
    error_message = "With the input name, the names of the resources must be known in the plan."
  }
}

run "role_that_is_created_in_the_same_apply_is_applied" {
  module {
    source = "./tests/unknown"
  }

  assert {
    condition     = module.unnamed.external_id == "concourse/unnamed" && module.unnamed.guaranteed_validity == 300
    error_message = "After the apply, everything about the team must be known."
  }
}

provider "aws" {
  region = "us-east-1"
}

variables {
  filename = "tests/function.zip"
}

# The .NET tests check the function's calls against tests/policy.json, so it must equal the rendered policy.
run "full_policy_equals_the_policy_of_the_dotnet_tests" {
  variables {
    role_arn_patterns = ["arn:aws:iam::123456789999:role/*"]
    kms_key_arn       = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    secret_tags       = { owner = "ci" }

    allow_session_tags    = true
    allow_source_identity = true
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.this.policy) == jsondecode(file("tests/policy.json"))
    error_message = "The policy differs from tests/policy.json: ${aws_iam_role_policy.this.policy}"
  }
}

run "default_policy_has_no_key_and_no_tags" {
  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid => toset(flatten([statement.Action]))
      } == {
      Assume      = toset(["sts:AssumeRole"])
      Publish     = toset(["secretsmanager:CreateSecret", "secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue", "secretsmanager:RestoreSecret", "secretsmanager:UpdateSecretVersionStage"])
      Log         = toset(["logs:CreateLogStream", "logs:PutLogEvents"])
      DeadLetters = toset(["sqs:SendMessage"])
    }
    error_message = "The policy allows an action that is not used."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource == {
        Assume      = "arn:aws:iam::*:role/concourse-ci-*"
        Publish     = "arn:aws:secretsmanager:us-east-1:123456789012:secret:/concourse/*"
        Log         = "${aws_cloudwatch_log_group.this.arn}:*"
        DeadLetters = aws_sqs_queue.dead_letters.arn
      }[statement.Sid]
    ])
    error_message = "The policy covers more than the teams' roles, the secrets below the prefix, and the function's own log and queue."
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
    }]
    error_message = "Only Lambda may assume the execution role."
  }
}

run "function_is_the_released_executable" {
  assert {
    condition = (
      aws_lambda_function.this.runtime == "provided.al2023"
      && aws_lambda_function.this.handler == "bootstrap"
      && aws_lambda_function.this.architectures == tolist(["x86_64"])
      && aws_lambda_function.this.source_code_hash == filebase64sha256("tests/function.zip")
    )
    error_message = "The function is not configured for the released executable."
  }

  assert {
    condition = aws_lambda_function.this.environment[0].variables == tomap({
      SECRETS_MANAGER_PATH                 = "/concourse/{{.Team}}/{{.Account}}"
      REQUIRE_TEAM_ALIAS                   = "true"
      CredentialRotation__PathPrefix       = "/concourse/"
      CredentialRotation__ExternalIdPrefix = "concourse/"
    })
    error_message = "By default, the function must have only the settings that restrict it."
  }

  assert {
    condition     = one(aws_lambda_function.this.logging_config).log_format == "JSON" && one(aws_lambda_function.this.logging_config).application_log_level == "INFO"
    error_message = "The metric filter requires JSON and events of level INFO."
  }
}

run "settings_are_passed_to_the_function" {
  variables {
    architecture                   = "arm64"
    secrets_prefix                 = "/ci/teams"
    settings                       = { MinimumAge = "00:05:00" }
    external_id_prefix             = "blue:"
    require_team_alias             = false
    allowed_roles                  = [{ account_id = "123456789999", role_arn = "arn:aws:iam::*:role/concourse-ci-{{.Team}}" }]
    secret_tags                    = { owner = "ci" }
    reserved_concurrent_executions = 5
    permissions_boundary           = "arn:aws:iam::123456789012:policy/boundary"
    vpc                            = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
    tags                           = { stack = "concourse" }
  }

  assert {
    condition = aws_lambda_function.this.environment[0].variables == tomap({
      SECRETS_MANAGER_PATH                            = "/ci/teams/{{.Team}}/{{.Account}}"
      REQUIRE_TEAM_ALIAS                              = "false"
      CredentialRotation__PathPrefix                  = "/ci/teams/"
      CredentialRotation__ExternalIdPrefix            = "blue:"
      CredentialRotation__MinimumAge                  = "00:05:00"
      CredentialRotation__SecretsManager__Tags__owner = "ci"
      CredentialRotation__AllowedRoles__0__Team       = "*"
      CredentialRotation__AllowedRoles__0__AccountId  = "123456789999"
      CredentialRotation__AllowedRoles__0__RoleArn    = "arn:aws:iam::*:role/concourse-ci-{{.Team}}"
    })
    error_message = "The settings are not passed to the function."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Condition if statement.Sid == "Assume"] == [{ StringLike = { "sts:ExternalId" = "blue:*" } }]
    error_message = "The function could assume roles without its own external ID."
  }

  assert {
    condition     = strcontains(aws_iam_role_policy.this.policy, ":secret:/ci/teams/*\"") && !strcontains(aws_iam_role_policy.this.policy, "/concourse/*")
    error_message = "The policy does not use the configured prefix."
  }

  assert {
    condition = (
      aws_lambda_function.this.architectures == tolist(["arm64"])
      && aws_lambda_function.this.reserved_concurrent_executions == 5
      && aws_iam_role.this.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
      && one(aws_lambda_function.this.vpc_config).subnet_ids == toset(["subnet-1"])
      && aws_iam_role_policy_attachment.vpc[0].policy_arn == "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
      && aws_lambda_function.this.tags == tomap({ stack = "concourse" })
    )
    error_message = "An input is not passed on."
  }
}

run "failures_are_retried_and_then_kept_in_the_queue" {
  assert {
    condition = (
      aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 2
      && one(one(aws_lambda_function_event_invoke_config.this.destination_config).on_failure).destination == aws_sqs_queue.dead_letters.arn
    )
    error_message = "A failed rotation must be retried and then sent to the dead-letter queue."
  }
}

run "alarms_notify" {
  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:on-call"]
  }

  assert {
    condition = alltrue([
      for alarm in [aws_cloudwatch_metric_alarm.failed, aws_cloudwatch_metric_alarm.stale, aws_cloudwatch_metric_alarm.dead_letters] :
      toset(alarm.alarm_actions) == toset(["arn:aws:sns:us-east-1:123456789012:on-call"])
    ])
    error_message = "An alarm does not notify anyone."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.failed.metric_name == "Errors"
      && aws_cloudwatch_metric_alarm.failed.dimensions == tomap({ FunctionName = "concourse-credential-rotation" })
      && aws_cloudwatch_metric_alarm.dead_letters.dimensions == tomap({ QueueName = "concourse-credential-rotation-dead-letters" })
    )
    error_message = "An alarm monitors the wrong resource."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods * 300 == 3600 && aws_cloudwatch_metric_alarm.stale.treat_missing_data == "breaching"
    error_message = "The alarm must go off after an hour without a successful rotation, even if the function is not invoked at all."
  }

  # LoggingTests verifies that the host's log contains such lines.
  assert {
    condition = (
      aws_cloudwatch_log_metric_filter.succeeded.pattern == "{ ($.eventId = 101) && ($.failed = 0) }"
      && one(aws_cloudwatch_log_metric_filter.succeeded.metric_transformation).dimensions == tomap({ Team = "$.team" })
    )
    error_message = "The metric filter does not match the log of the function."
  }

  assert {
    condition     = one(aws_cloudwatch_log_metric_filter.succeeded.metric_transformation).namespace == output.function.metric_namespace
    error_message = "The output has a different metric namespace than the metric filter."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets) == 4
    error_message = "The dashboard does not have all of its widgets."
  }
}

run "custom_key_does_not_require_the_alias" {
  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition     = length(data.aws_kms_alias.prerequisite_see_readme) == 0
    error_message = "The alias is not required with a custom key."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["CredentialRotation__SecretsManager__KmsKeyId"] == var.kms_key_arn
    error_message = "The key is not passed to the function."
  }
}

run "key_alias_is_rejected" {
  command = plan

  variables {
    kms_key_arn = "alias/mine"
  }

  expect_failures = [var.kms_key_arn]
}

run "prefix_with_wildcard_is_rejected" {
  command = plan

  variables {
    secrets_prefix = "/concourse*"
  }

  expect_failures = [var.secrets_prefix]
}

run "role_pattern_that_matches_everything_is_rejected" {
  command = plan

  variables {
    role_arn_patterns = ["*"]
  }

  expect_failures = [var.role_arn_patterns]
}

run "empty_role_patterns_are_rejected" {
  command = plan

  variables {
    role_arn_patterns = []
  }

  expect_failures = [var.role_arn_patterns]
}

run "allowed_role_that_is_not_an_arn_is_rejected" {
  command = plan

  variables {
    allowed_roles = [{ role_arn = "concourse-ci-*" }]
  }

  expect_failures = [var.allowed_roles]
}

run "unknown_architecture_is_rejected" {
  command = plan

  variables {
    architecture = "riscv64"
  }

  expect_failures = [var.architecture]
}

run "timeout_below_minimum_is_rejected" {
  command = plan

  variables {
    timeout = 59
  }

  expect_failures = [var.timeout]
}

run "name_with_invalid_character_is_rejected" {
  command = plan

  variables {
    name = "credential.rotation"
  }

  expect_failures = [var.name]
}

provider "aws" {
  region = "us-east-1"
}

variables {
  filename = "tests/function.zip"
  store    = "parameter-store"
}

# The .NET tests check the function's calls against tests/parameter-store-policy.json, so it must equal the rendered policy.
run "full_policy_equals_the_policy_of_the_dotnet_tests" {
  variables {
    role_arn_patterns = ["arn:aws:iam::123456789999:role/*"]
    kms_key_arn       = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    secret_tags       = { owner = "ci" }
    parameter_tier    = "Intelligent-Tiering"

    allow_session_tags    = true
    allow_source_identity = true
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.this.policy) == jsondecode(file("tests/parameter-store-policy.json"))
    error_message = "The policy differs from tests/parameter-store-policy.json: ${aws_iam_role_policy.this.policy}"
  }
}

# The .NET tests start the function with tests/parameter-store-settings.json, so it must equal what the module passes.
run "full_settings_equal_the_settings_of_the_dotnet_tests" {
  variables {
    layout         = "both"
    allowed_roles  = [{ team = "team", account_id = "123456789999" }]
    kms_key_arn    = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    secret_tags    = { cost-center = "4711", "platform:owner" = "CI team" }
    parameter_tier = "Intelligent-Tiering"

    settings = {
      CallTimeout                        = "00:00:05"
      MaxConcurrency                     = "8"
      MinimumAge                         = "00:05:00"
      ParameterStore__MaxWritesPerSecond = "10"
      ParameterStore__WriteReserve       = "00:00:30"
    }
  }

  assert {
    condition     = jsondecode(aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]) == jsondecode(file("tests/parameter-store-settings.json"))
    error_message = "The settings differ from tests/parameter-store-settings.json: ${aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]}"
  }
}

run "default_policy_has_no_key_no_tags_and_nothing_of_secrets_manager" {
  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid => toset(flatten([statement.Action]))
      } == {
      Assume            = toset(["sts:AssumeRole"])
      FindParameters    = toset(["ssm:DescribeParameters"])
      PublishParameters = toset(["ssm:GetParameters", "ssm:PutParameter"])
      Log               = toset(["logs:CreateLogStream", "logs:PutLogEvents"])
      DeadLetters       = toset(["sqs:SendMessage"])
    }
    error_message = "The policy allows an action that is not used."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource == {
        Assume            = "arn:aws:iam::*:role/concourse-ci-*"
        FindParameters    = "*"
        PublishParameters = "arn:aws:ssm:us-east-1:123456789012:parameter/concourse/*"
        Log               = "${aws_cloudwatch_log_group.this.arn}:*"
        DeadLetters       = aws_sqs_queue.dead_letters.arn
      }[statement.Sid]
    ])
    error_message = "The policy covers more than the teams' roles, the parameters below the prefix, and the function's own log and queue."
  }

  assert {
    condition = jsondecode(output.concourse_policy_json).Statement == [{
      Sid    = "ReadParameters"
      Effect = "Allow"
      Action = ["ssm:GetParametersByPath", "ssm:GetParameter"]
      Resource = [
        "arn:aws:ssm:us-east-1:123456789012:parameter/concourse/*",
        "arn:aws:ssm:us-east-1:123456789012:parameter/__concourse-health-check",
      ]
    }]
    error_message = "Concourse must be allowed to read the parameters, and nothing else: ${output.concourse_policy_json}"
  }
}

run "function_is_told_the_store" {
  assert {
    condition = (
      { for name, value in aws_lambda_function.this.environment[0].variables : name => value if name != "CREDENTIAL_ROTATION_SETTINGS" } == {
        SECRET_STORE       = "parameter-store"
        REQUIRE_TEAM_ALIAS = "true"
      }
      && jsondecode(aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]) == {
        AllowedRoles     = []
        ExternalIdPrefix = "concourse/"
        ParameterStore   = { KmsKeyId = null, Tags = {}, Tier = "Standard" }
        PathPrefix       = "/concourse/"
        PathTemplate     = "/concourse/{{.Team}}/{{.Account}}"
      }
    )
    error_message = "By default, the function must have only the store and the settings that restrict it."
  }

  assert {
    condition     = aws_lambda_function.this.description == "Rotates the AWS credentials of Concourse teams in Parameter Store."
    error_message = "The description names another store."
  }

  assert {
    condition     = output.function.store == "parameter-store"
    error_message = "The team module would check other rules than those of the store."
  }
}

run "default_key_is_looked_up_by_its_alias" {
  assert {
    condition     = data.aws_kms_key.prerequisite_see_readme.key_id == "alias/aws/ssm"
    error_message = "The default key of Secrets Manager is not needed."
  }
}

run "policies_and_keys_are_limited_to_the_prefix" {
  variables {
    secrets_prefix = "/ci/teams"
    kms_key_arn    = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if statement.Sid == "PublishParameters"] == [
      "arn:aws:ssm:us-east-1:123456789012:parameter/ci/teams/*"
    ]
    error_message = "The policy does not use the configured prefix."
  }

  assert {
    condition = toset([
      for statement in concat(jsondecode(aws_iam_role_policy.this.policy).Statement, jsondecode(output.concourse_policy_json).Statement) :
      "${statement.Sid} ${statement.Condition.StringLike["kms:EncryptionContext:PARAMETER_ARN"]}" if can(statement.Condition.StringLike["kms:EncryptionContext:PARAMETER_ARN"])
      ]) == toset([
      "EncryptParameters arn:aws:ssm:us-east-1:123456789012:parameter/ci/teams/*",
      "DecryptParameters arn:aws:ssm:us-east-1:123456789012:parameter/ci/teams/*",
    ])
    error_message = "The key must be usable only for the parameters below the prefix."
  }

  assert {
    condition     = !strcontains("${aws_iam_role_policy.this.policy}${output.concourse_policy_json}", "/concourse/*\"")
    error_message = "A policy covers the default prefix."
  }
}

run "current_and_previous_keys_may_be_used_for_parameters" {
  variables {
    kms_key_arn           = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    previous_kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/22222222-2222-3333-4444-555555555555"]
  }

  assert {
    condition     = data.aws_kms_key.prerequisite_see_readme.key_id == var.kms_key_arn
    error_message = "The alias is not required with a custom key."
  }

  assert {
    condition     = jsondecode(aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]).ParameterStore.KmsKeyId == var.kms_key_arn
    error_message = "The key is not passed to the function."
  }

  # A rollback writes a value again that was encrypted with the previous key.
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement if strcontains(jsonencode(statement.Action), "\"kms:")] == [{
      Sid    = "EncryptParameters"
      Effect = "Allow"
      Action = ["kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt"]
      Resource = [
        "arn:aws:kms:us-east-1:123456789012:key/22222222-2222-3333-4444-555555555555",
        "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
      ]
      Condition = {
        StringEquals = { "kms:ViaService" = "ssm.us-east-1.amazonaws.com" }
        StringLike   = { "kms:EncryptionContext:PARAMETER_ARN" = "arn:aws:ssm:us-east-1:123456789012:parameter/concourse/*" }
      }
    }]
    error_message = "The function must be allowed to use the keys for the parameters below the prefix, and for nothing else: ${aws_iam_role_policy.this.policy}"
  }

  assert {
    condition = jsondecode(output.concourse_policy_json).Statement == [
      {
        Sid    = "ReadParameters"
        Effect = "Allow"
        Action = ["ssm:GetParametersByPath", "ssm:GetParameter"]
        Resource = [
          "arn:aws:ssm:us-east-1:123456789012:parameter/concourse/*",
          "arn:aws:ssm:us-east-1:123456789012:parameter/__concourse-health-check",
        ]
      },
      {
        Sid    = "DecryptParameters"
        Effect = "Allow"
        Action = "kms:Decrypt"
        Resource = [
          "arn:aws:kms:us-east-1:123456789012:key/22222222-2222-3333-4444-555555555555",
          "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
        ]
        Condition = {
          StringEquals = { "kms:ViaService" = "ssm.us-east-1.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:PARAMETER_ARN" = "arn:aws:ssm:us-east-1:123456789012:parameter/concourse/*" }
        }
      },
    ]
    error_message = "Concourse must be allowed to read the parameters, to use their keys, and nothing else: ${output.concourse_policy_json}"
  }
}

run "tier_is_passed_to_the_function" {
  variables {
    parameter_tier = "Advanced"
  }

  assert {
    condition     = jsondecode(aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]).ParameterStore.Tier == "Advanced"
    error_message = "The tier is not passed to the function."
  }
}

# While Concourse still reads the store that was left, it keeps its permissions, and an invocation that has begun there can be completed.
run "move_to_parameter_store_keeps_the_permissions_on_secrets_manager" {
  variables {
    previous_store = "secrets-manager"
    kms_key_arn    = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid => toset(flatten([statement.Action]))
      } == {
      Assume            = toset(["sts:AssumeRole"])
      Publish           = toset(["secretsmanager:CreateSecret", "secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue", "secretsmanager:RestoreSecret", "secretsmanager:UpdateSecretVersionStage"])
      Encrypt           = toset(["kms:Decrypt", "kms:GenerateDataKey"])
      FindParameters    = toset(["ssm:DescribeParameters"])
      PublishParameters = toset(["ssm:GetParameters", "ssm:PutParameter"])
      EncryptParameters = toset(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"])
      Log               = toset(["logs:CreateLogStream", "logs:PutLogEvents"])
      DeadLetters       = toset(["sqs:SendMessage"])
    }
    error_message = "The function must keep its permissions on both stores."
  }

  assert {
    condition     = jsondecode(output.concourse_policy_json).Statement[*].Sid == ["Read", "Decrypt", "ReadParameters", "DecryptParameters"]
    error_message = "Concourse must be allowed to read both stores."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["SECRET_STORE"] == "parameter-store"
    error_message = "The function must write to the new store only."
  }
}

run "move_back_to_secrets_manager_keeps_the_permissions_on_parameter_store" {
  variables {
    store          = "secrets-manager"
    previous_store = "parameter-store"
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid] == ["Assume", "Publish", "FindParameters", "PublishParameters", "Log", "DeadLetters"]
    error_message = "The function must keep its permissions on both stores."
  }

  assert {
    condition     = jsondecode(output.concourse_policy_json).Statement[*].Sid == ["Read", "ReadParameters"]
    error_message = "Concourse must be allowed to read both stores."
  }

  assert {
    condition     = toset(keys(aws_lambda_function.this.environment[0].variables)) == toset(["SECRETS_MANAGER_PATH", "REQUIRE_TEAM_ALIAS", "CREDENTIAL_ROTATION_SETTINGS"]) && output.function.store == "secrets-manager"
    error_message = "The function must write to the new store only."
  }
}

run "dashboard_shows_the_quota_of_parameter_store" {
  command = plan

  assert {
    condition = (
      jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[2].properties.title == "How much of the quota is used: writes per second to Parameter Store"
      && jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[2].properties.annotations.horizontal[0].value == 3
      && strcontains(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[2].properties.metrics[0][0].expression, "(\"PutParameter\")")
      && jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[2].properties.metrics[1][0].expression == "rotated * 3 / 60"
    )
    error_message = "The quota of Parameter Store is three writes per second, and a rotation in the separate layout makes three."
  }
}

run "dashboard_shows_the_higher_throughput" {
  command = plan

  variables {
    settings = { ParameterStore__MaxWritesPerSecond = "10" }
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[2].properties.annotations.horizontal[0].value == 10
    error_message = "With higher throughput, the quota is ten writes per second."
  }
}

run "unknown_store_is_rejected" {
  command = plan

  variables {
    store = "ssm"
  }

  expect_failures = [var.store]
}

run "unknown_previous_store_is_rejected" {
  command = plan

  variables {
    previous_store = "vault"
  }

  expect_failures = [var.previous_store]
}

run "previous_store_that_is_the_store_is_rejected" {
  command = plan

  variables {
    previous_store = "parameter-store"
  }

  expect_failures = [var.previous_store]
}

run "unknown_tier_is_rejected" {
  command = plan

  variables {
    parameter_tier = "advanced"
  }

  expect_failures = [var.parameter_tier]
}

run "tier_without_parameter_store_is_rejected" {
  command = plan

  variables {
    store          = "secrets-manager"
    parameter_tier = "Advanced"
  }

  expect_failures = [var.parameter_tier]
}

run "setting_of_secrets_manager_is_rejected" {
  command = plan

  variables {
    settings = { SecretsManager__MaxWritesPerSecond = "20" }
  }

  expect_failures = [var.settings]
}

run "tier_as_a_setting_is_rejected" {
  command = plan

  variables {
    settings = { ParameterStore__Tier = "Advanced" }
  }

  expect_failures = [var.settings]
}

run "setting_of_parameter_store_is_rejected_in_secrets_manager" {
  command = plan

  variables {
    store    = "secrets-manager"
    settings = { ParameterStore__MaxWritesPerSecond = "10" }
  }

  expect_failures = [var.settings]
}

run "store_in_environment_is_rejected" {
  command = plan

  variables {
    environment = { secret_store = "secrets-manager" }
  }

  expect_failures = [var.environment]
}

# The function does not start with a variable that looks like it.
run "misspelled_store_in_environment_is_rejected" {
  command = plan

  variables {
    environment = { SECRET_STOR = "secrets-manager" }
  }

  expect_failures = [var.environment]
}

run "prefix_of_thirteen_levels_is_accepted" {
  command = plan

  variables {
    secrets_prefix = "/1/2/3/4/5/6/7/8/9/10/11/12/aws.ssm_-13"
  }
}

run "prefix_of_fourteen_levels_is_rejected" {
  command = plan

  variables {
    secrets_prefix = "/1/2/3/4/5/6/7/8/9/10/11/12/13/14"
  }

  expect_failures = [var.secrets_prefix]
}

run "prefix_with_a_character_of_secrets_manager_is_rejected" {
  command = plan

  variables {
    secrets_prefix = "/ci@example"
  }

  expect_failures = [var.secrets_prefix]
}

run "prefix_that_starts_with_aws_is_rejected" {
  command = plan

  variables {
    secrets_prefix = "/AWS-ci"
  }

  expect_failures = [var.secrets_prefix]
}

run "prefix_that_starts_with_ssm_is_rejected" {
  command = plan

  variables {
    secrets_prefix = "/ssm/ci"
  }

  expect_failures = [var.secrets_prefix]
}

run "prefix_that_only_secrets_manager_allows_is_accepted_there" {
  command = plan

  variables {
    store          = "secrets-manager"
    secrets_prefix = "/aws+ci=a@b/2/3/4/5/6/7/8/9/10/11/12/13/14"
  }
}

run "prefix_that_only_secrets_manager_allows_is_rejected_during_a_move" {
  command = plan

  variables {
    store          = "secrets-manager"
    previous_store = "parameter-store"
    secrets_prefix = "/ci@example"
  }

  expect_failures = [var.secrets_prefix]
}

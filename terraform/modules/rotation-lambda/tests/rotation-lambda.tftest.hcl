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

# The .NET tests start the function with tests/settings.json, so it must equal what the module passes.
run "full_settings_equal_the_settings_of_the_dotnet_tests" {
  variables {
    layout        = "both"
    allowed_roles = [{ team = "team", account_id = "123456789999" }]
    kms_key_arn   = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    secret_tags   = { cost-center = "4711", "platform:owner" = "CI team" }

    settings = {
      CallTimeout                        = "00:00:05"
      MaxConcurrency                     = "8"
      MinimumAge                         = "00:05:00"
      SecretsManager__MaxWritesPerSecond = "20"
      SecretsManager__PromotionReserve   = "00:00:30"
    }
  }

  assert {
    condition     = jsondecode(aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]) == jsondecode(file("tests/settings.json"))
    error_message = "The settings differ from tests/settings.json: ${aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]}"
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
    condition = (
      { for name, value in aws_lambda_function.this.environment[0].variables : name => value if name != "CREDENTIAL_ROTATION_SETTINGS" } == {
        SECRETS_MANAGER_PATH = "/concourse/{{.Team}}/{{.Account}}"
        REQUIRE_TEAM_ALIAS   = "true"
      }
      && jsondecode(aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]) == {
        AllowedRoles     = []
        ExternalIdPrefix = "concourse/"
        PathPrefix       = "/concourse/"
        SecretsManager   = { KmsKeyId = null, Tags = {} }
      }
    )
    error_message = "By default, the function must have only the settings that restrict it."
  }

  assert {
    condition = (
      aws_lambda_function.this.kms_key_arn == null
      && aws_lambda_function.this.code_signing_config_arn == null
      && aws_lambda_function.this.s3_bucket == null
      && length(aws_lambda_function.this.tracing_config) == 0
      && length(aws_lambda_function.this.vpc_config) == 0
      && aws_sqs_queue.dead_letters.sqs_managed_sse_enabled
    )
    error_message = "What is off by default is on."
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
    layout                         = "combined"
    settings                       = { MinimumAge = "00:05:00", SecretsManager__MaxWritesPerSecond = "20" }
    environment                    = { HTTPS_PROXY = "http://proxy.example:3128", no_proxy = ".example", AWS_USE_FIPS_ENDPOINT = "true" }
    external_id_prefix             = "blue:"
    require_team_alias             = false
    allowed_roles                  = [{ account_id = "123456789999", role_arn = "arn:aws:iam::*:role/concourse-ci-{{.Team}}" }]
    secret_tags                    = { cost-center = "4711", "platform:owner" = "CI team", "Übersicht" = "" }
    reserved_concurrent_executions = 5
    permissions_boundary           = "arn:aws:iam::123456789012:policy/boundary"
    vpc                            = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"], ipv6_allowed_for_dual_stack = true }
    memory_size                    = 1024
    timeout                        = 120
    maximum_retry_attempts         = 1
    maximum_event_age_in_seconds   = 600
    log_retention_in_days          = 365
    role_path                      = "/ci/"
    code_signing_config_arn        = "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-1"
    tracing                        = true
    tags                           = { stack = "concourse" }
  }

  assert {
    condition = { for name, value in aws_lambda_function.this.environment[0].variables : name => value if name != "CREDENTIAL_ROTATION_SETTINGS" } == {
      SECRETS_MANAGER_PATH  = "/ci/teams/{{.Team}}/{{.Account}}"
      REQUIRE_TEAM_ALIAS    = "false"
      HTTPS_PROXY           = "http://proxy.example:3128"
      no_proxy              = ".example"
      AWS_USE_FIPS_ENDPOINT = "true"
    }
    error_message = "The variables are not passed to the function."
  }

  assert {
    condition = jsondecode(aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]) == {
      AllowedRoles     = [{ Team = "*", AccountId = "123456789999", RoleArn = "arn:aws:iam::*:role/concourse-ci-{{.Team}}" }]
      ExternalIdPrefix = "blue:"
      Layout           = "combined"
      MinimumAge       = "00:05:00"
      PathPrefix       = "/ci/teams/"
      SecretsManager = {
        KmsKeyId           = null
        MaxWritesPerSecond = "20"
        Tags               = { cost-center = "4711", "platform:owner" = "CI team", "Übersicht" = "" }
      }
    }
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
      && one(aws_lambda_function.this.vpc_config).ipv6_allowed_for_dual_stack
      && one(aws_lambda_function.this.tracing_config).mode == "Active"
      && aws_lambda_function.this.code_signing_config_arn == "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-1"
      && aws_lambda_function.this.memory_size == 1024
      && aws_lambda_function.this.timeout == 120
      && aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 1
      && aws_lambda_function_event_invoke_config.this.maximum_event_age_in_seconds == 600
      && aws_cloudwatch_log_group.this.retention_in_days == 365
      && aws_iam_role.this.path == "/ci/"
      && aws_iam_role_policy_attachment.vpc[0].policy_arn == "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
      && aws_lambda_function.this.tags == tomap({ stack = "concourse" })
    )
    error_message = "An input is not passed on."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : toset(statement.Action) if statement.Sid == "Trace"] == [toset(["xray:PutTraceSegments", "xray:PutTelemetryRecords"])]
    error_message = "The function must be allowed to send traces."
  }
}

run "teams_know_the_names_of_their_secrets" {
  variables {
    secrets_prefix = "/ci/teams"
    layout         = "combined"
  }

  assert {
    condition     = output.function.secrets_prefix == "/ci/teams" && output.function.layout == "combined"
    error_message = "The team module would check other names than those of the function."
  }
}

run "teams_know_the_default_layout" {
  assert {
    condition     = output.function.layout == "separate"
    error_message = "The team module would check other names than those of the function."
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
    condition     = aws_cloudwatch_metric_alarm.stale.evaluation_periods * 300 == 3300 && aws_cloudwatch_metric_alarm.stale.treat_missing_data == "breaching"
    error_message = "The alarm must go off before the session of the last successful rotation ends, even if the function is not invoked at all."
  }

  assert {
    condition     = one(aws_cloudwatch_log_metric_filter.succeeded.metric_transformation).namespace == output.function.metric_namespace
    error_message = "The output has a different metric namespace than the metric filter."
  }
}

run "alarm_on_all_teams_may_go_off_after_the_checks_of_the_default_schedule" {
  command = plan

  variables {
    stale_minutes = 15
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.stale.evaluation_periods == 3
      && aws_cloudwatch_metric_alarm.stale.datapoints_to_alarm == 3
      && startswith(aws_cloudwatch_metric_alarm.stale.alarm_description, "For 15 minutes, every rotation of every team has failed for one account at least, or there was none.")
    )
    error_message = "The alarm must go off after 15 minutes."
  }
}

# MetricFilterTests verifies that the patterns match the lines of the function.
run "metric_filters_count_what_the_log_contains" {
  assert {
    condition = (
      aws_cloudwatch_log_metric_filter.succeeded.pattern == "{ ($.eventId = 101) && (($.rotated > 0) || ($.skipped > 0) || ($.superseded > 0)) }"
      && one(aws_cloudwatch_log_metric_filter.succeeded.metric_transformation).dimensions == tomap({ Team = "$.team" })
      && one(aws_cloudwatch_log_metric_filter.succeeded.metric_transformation).value == "1"
    )
    error_message = "A rotation must count for its team if at least one account succeeded."
  }

  assert {
    condition = alltrue([
      for filter, value in { rotated = "$.rotated", throttled = "$.throttledRequests" } :
      one({ rotated = aws_cloudwatch_log_metric_filter.rotated, throttled = aws_cloudwatch_log_metric_filter.throttled }[filter].metric_transformation).value == value
      && one({ rotated = aws_cloudwatch_log_metric_filter.rotated, throttled = aws_cloudwatch_log_metric_filter.throttled }[filter].metric_transformation).dimensions == null
    ])
    error_message = "The metrics of the dashboard must have a single series each."
  }

  assert {
    condition = alltrue([
      for filter in [aws_cloudwatch_log_metric_filter.succeeded, aws_cloudwatch_log_metric_filter.rotated, aws_cloudwatch_log_metric_filter.throttled] :
      filter.log_group_name == "/aws/lambda/concourse-credential-rotation" && one(filter.metric_transformation).namespace == "CredentialRotation/concourse-credential-rotation"
    ])
    error_message = "A metric filter reads another log or writes to another namespace."
  }
}

run "alarms_say_where_to_look_and_what_to_do" {
  variables {
    runbook_url = "https://git.example/rotation/operations.md"
  }

  assert {
    condition = alltrue([
      for text, alarm in {
        "Saved query: concourse-credential-rotation/failing-accounts. Runbook: https://git.example/rotation/operations.md#name-failed" = aws_cloudwatch_metric_alarm.failed
        "Saved query: concourse-credential-rotation/invocations. Runbook: https://git.example/rotation/operations.md#name-stale"       = aws_cloudwatch_metric_alarm.stale

        "Saved query: concourse-credential-rotation/failing-accounts. Runbook: https://git.example/rotation/operations.md#name-dead-letters" = aws_cloudwatch_metric_alarm.dead_letters
      } : endswith(alarm.alarm_description, " Log group: /aws/lambda/concourse-credential-rotation. ${text}")
    ])
    error_message = "Each alarm must name the log group, a saved query and the entry of the runbook."
  }

  assert {
    condition     = output.function.runbook_url == "https://git.example/rotation/operations.md"
    error_message = "The other modules must know the runbook."
  }
}

run "alarms_name_the_runbook_of_the_repository_by_default" {
  assert {
    condition     = endswith(aws_cloudwatch_metric_alarm.failed.alarm_description, " Runbook: docs/operations.md#name-failed")
    error_message = "Without a URL, the alarms must name the path in the repository."
  }
}

run "queries_are_saved_for_the_log_group" {
  assert {
    condition = toset(output.saved_queries) == toset([
      "concourse-credential-rotation/about-to-expire",
      "concourse-credential-rotation/failing-accounts",
      "concourse-credential-rotation/invocations",
      "concourse-credential-rotation/team-history",
      "concourse-credential-rotation/throttling",
    ])
    error_message = "The saved queries are ${join(", ", output.saved_queries)}."
  }

  assert {
    condition = alltrue([for query in aws_cloudwatch_query_definition.this :
      query.log_group_names == tolist(["/aws/lambda/concourse-credential-rotation"]) && query.query_string == trimspace(query.query_string)
    ])
    error_message = "A saved query must read the function's log."
  }
}

run "dashboard_shows_who_expires_who_fails_and_the_quota" {
  assert {
    condition = [for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.title] == [
      "Who is about to expire: less than ten minutes left",
      "Who is failing: accounts whose last rotation failed",
      "How much of the quota is used: writes per second to Secrets Manager",
      "Throttled requests",
      "Rotations",
      "Successful rotations by team",
      "Duration (p50, maximum)",
      "Dead letters",
    ]
    error_message = "The dashboard does not have all of its widgets."
  }

  assert {
    condition = [for widget in slice(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets, 0, 2) : [widget.type, widget.properties.view, widget.properties.query]] == [
      for query in ["about-to-expire", "failing-accounts"] :
      ["log", "table", "SOURCE '/aws/lambda/concourse-credential-rotation' | ${aws_cloudwatch_query_definition.this[query].query_string}"]
    ]
    error_message = "The tables must show the results of the saved queries."
  }

  assert {
    condition = (
      jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[2].properties.annotations.horizontal[0].value == 50
      && strcontains(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[2].properties.metrics[0][0].expression, "(\"PutSecretValue\" OR \"UpdateSecret\" OR \"UpdateSecretVersionStage\")")
      && jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[2].properties.metrics[1][0].expression == "rotated * 6 / 60"
    )
    error_message = "The quota of Secrets Manager is 50 writes per second, and a rotation in the separate layout makes six."
  }

  assert {
    condition     = length(distinct([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : "${widget.x} ${widget.y}"])) == 8
    error_message = "Two widgets are in the same place."
  }
}

run "quota_on_the_dashboard_depends_on_the_layout" {
  command = plan

  variables {
    layout = "combined"
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[2].properties.metrics[1][0].expression == "rotated * 1 / 60"
    error_message = "A rotation in the combined layout makes one write."
  }
}

run "custom_key_does_not_require_the_alias" {
  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition     = data.aws_kms_key.prerequisite_see_readme.key_id == var.kms_key_arn
    error_message = "The alias is not required with a custom key."
  }

  assert {
    condition     = jsondecode(aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]).SecretsManager.KmsKeyId == var.kms_key_arn
    error_message = "The key is not passed to the function."
  }
}

run "default_key_is_looked_up_by_its_alias" {
  assert {
    condition     = data.aws_kms_key.prerequisite_see_readme.key_id == "alias/aws/secretsmanager"
    error_message = "A missing default key must be found at plan time."
  }
}

run "existing_secrets_keep_their_keys" {
  variables {
    kms_key_arn           = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    previous_kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/22222222-2222-3333-4444-555555555555"]
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : toset(statement.Resource) if statement.Sid == "Encrypt"] == [toset([
      "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
      "arn:aws:kms:us-east-1:123456789012:key/22222222-2222-3333-4444-555555555555",
    ])]
    error_message = "The function must be allowed to use the keys of new and of existing secrets."
  }

  assert {
    condition     = jsondecode(aws_lambda_function.this.environment[0].variables["CREDENTIAL_ROTATION_SETTINGS"]).SecretsManager.KmsKeyId == var.kms_key_arn
    error_message = "New secrets must get the new key."
  }

  assert {
    condition = jsondecode(output.concourse_policy_json).Statement == [
      {
        Sid    = "Read"
        Effect = "Allow"
        Action = "secretsmanager:GetSecretValue"
        Resource = [
          "arn:aws:secretsmanager:us-east-1:123456789012:secret:__concourse-health-check*",
          "arn:aws:secretsmanager:us-east-1:123456789012:secret:/concourse/*",
        ]
      },
      {
        Sid    = "Decrypt"
        Effect = "Allow"
        Action = "kms:Decrypt"
        Resource = [
          "arn:aws:kms:us-east-1:123456789012:key/22222222-2222-3333-4444-555555555555",
          "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
        ]
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.us-east-1.amazonaws.com" } }
      },
    ]
    error_message = "Concourse must be allowed to read the secrets, to use their keys, and nothing else: ${output.concourse_policy_json}"
  }
}

run "concourse_needs_no_key_by_default" {
  assert {
    condition     = [for statement in jsondecode(output.concourse_policy_json).Statement : statement.Sid] == ["Read"]
    error_message = "The default key serves everyone who may read the secret."
  }
}

run "infrastructure_key_encrypts_log_variables_and_queue" {
  variables {
    infrastructure_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/33333333-2222-3333-4444-555555555555"
  }

  assert {
    condition = (
      aws_cloudwatch_log_group.this.kms_key_id == var.infrastructure_kms_key_arn
      && aws_lambda_function.this.kms_key_arn == var.infrastructure_kms_key_arn
      && aws_sqs_queue.dead_letters.kms_master_key_id == var.infrastructure_kms_key_arn
    )
    error_message = "The key is not passed on."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement if statement.Sid == "EncryptInfrastructure"] == [{
      Sid       = "EncryptInfrastructure"
      Effect    = "Allow"
      Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
      Resource  = "arn:aws:kms:us-east-1:123456789012:key/33333333-2222-3333-4444-555555555555"
      Condition = { StringEquals = { "kms:ViaService" = ["lambda.us-east-1.amazonaws.com", "sqs.us-east-1.amazonaws.com"] } }
    }]
    error_message = "Lambda and SQS must be allowed to use the key with the execution role."
  }
}

run "zip_may_be_an_object_in_s3" {
  variables {
    filename = null
    s3_zip   = { bucket = "artifacts", key = "rotation.zip", object_version = "1", source_code_hash = "hash" }
  }

  assert {
    condition = (
      aws_lambda_function.this.filename == null
      && aws_lambda_function.this.s3_bucket == "artifacts"
      && aws_lambda_function.this.s3_key == "rotation.zip"
      && aws_lambda_function.this.s3_object_version == "1"
      && aws_lambda_function.this.source_code_hash == "hash"
    )
    error_message = "The object is not passed on."
  }
}

run "everything_may_be_created_in_the_same_apply" {
  command = plan

  module {
    source = "./tests/unknown"
  }
}

run "values_that_are_known_after_the_plan_are_applied" {
  module {
    source = "./tests/unknown"
  }

  assert {
    condition     = output.function.name == "concourse-credential-rotation"
    error_message = "The function was not created."
  }
}

run "variables_of_4096_bytes_are_accepted" {
  command = plan

  variables {
    environment = { PADDING = substr(join("", [for i in range(410) : "0123456789"]), 0, 4096 - 274) }
  }

  assert {
    condition     = length(jsonencode(aws_lambda_function.this.environment[0].variables)) == 4096
    error_message = "Change the padding: ${length(jsonencode(aws_lambda_function.this.environment[0].variables))}"
  }
}

run "variables_of_more_than_4096_bytes_are_rejected" {
  command = plan

  variables {
    environment = { PADDING = substr(join("", [for i in range(410) : "0123456789"]), 0, 4096 - 273) }
  }

  expect_failures = [aws_lambda_function.this]
}

run "size_of_variables_is_measured_in_bytes" {
  command = plan

  variables {
    environment = { PADDING = "ä${substr(join("", [for i in range(410) : "0123456789"]), 0, 4096 - 275)}" }
  }

  expect_failures = [aws_lambda_function.this]
}

run "tags_and_roles_that_exceed_the_size_are_rejected" {
  command = plan

  variables {
    secret_tags   = { for i in range(10) : "tag-${i}" => join("", [for j in range(256) : "x"]) }
    allowed_roles = [for i in range(20) : { team = "team-${i}", role_arn = "arn:aws:iam::*:role/concourse-ci-${i}" }]
  }

  expect_failures = [aws_lambda_function.this]
}

run "missing_zip_file_is_found_at_plan_time" {
  command = plan

  variables {
    filename = "tests/missing.zip"
  }

  expect_failures = [aws_lambda_function.this]
}

run "neither_file_nor_object_is_rejected" {
  command = plan

  variables {
    filename = null
  }

  expect_failures = [var.filename]
}

run "both_file_and_object_are_rejected" {
  command = plan

  variables {
    s3_zip = { bucket = "artifacts", key = "rotation.zip" }
  }

  expect_failures = [var.filename]
}

run "misspelled_setting_is_rejected" {
  command = plan

  variables {
    settings = { MinimunAge = "00:05:00" }
  }

  expect_failures = [var.settings]
}

run "setting_that_the_module_sets_is_rejected" {
  command = plan

  variables {
    settings = { PathPrefix = "/" }
  }

  expect_failures = [var.settings]
}

run "tag_as_a_setting_is_rejected" {
  command = plan

  variables {
    settings = { SecretsManager__Tags__owner = "ci" }
  }

  expect_failures = [var.settings]
}

run "variable_name_that_lambda_refuses_is_rejected" {
  command = plan

  variables {
    environment = { "cost-center" = "4711" }
  }

  expect_failures = [var.environment]
}

run "variable_that_lambda_sets_is_rejected" {
  command = plan

  variables {
    environment = { AWS_REGION = "eu-west-1" }
  }

  expect_failures = [var.environment]
}

run "log_variable_that_lambda_sets_is_rejected" {
  command = plan

  variables {
    environment = { AWS_LAMBDA_LOG_LEVEL = "ERROR" }
  }

  expect_failures = [var.environment]
}

run "setting_of_the_function_in_environment_is_rejected" {
  command = plan

  variables {
    environment = { CredentialRotation__PathPrefix = "/" }
  }

  expect_failures = [var.environment]
}

run "variable_that_the_module_sets_is_rejected" {
  command = plan

  variables {
    environment = { CREDENTIAL_ROTATION_SETTINGS = "{}" }
  }

  expect_failures = [var.environment]
}

run "path_in_environment_is_rejected" {
  command = plan

  variables {
    environment = { secrets_manager_path = "/{{.Team}}/{{.Account}}" }
  }

  expect_failures = [var.environment]
}

run "tag_key_of_aws_is_rejected" {
  command = plan

  variables {
    secret_tags = { "AWS:owner" = "ci" }
  }

  expect_failures = [var.secret_tags]
}

run "tag_value_that_is_too_long_is_rejected" {
  command = plan

  variables {
    secret_tags = { owner = join("", [for i in range(257) : "x"]) }
  }

  expect_failures = [var.secret_tags]
}

run "tag_keys_that_differ_only_in_case_are_rejected" {
  command = plan

  variables {
    secret_tags = { owner = "ci", Owner = "ci" }
  }

  expect_failures = [var.secret_tags]
}

run "too_many_tags_are_rejected" {
  command = plan

  variables {
    secret_tags = { for i in range(51) : "tag-${i}" => "" }
  }

  expect_failures = [var.secret_tags]
}

run "alias_of_a_previous_key_is_rejected" {
  command = plan

  variables {
    previous_kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:alias/mine"]
  }

  expect_failures = [var.previous_kms_key_arns]
}

run "alias_of_the_infrastructure_key_is_rejected" {
  command = plan

  variables {
    infrastructure_kms_key_arn = "alias/mine"
  }

  expect_failures = [var.infrastructure_kms_key_arn]
}

run "role_path_without_slash_at_the_end_is_rejected" {
  command = plan

  variables {
    role_path = "/ci"
  }

  expect_failures = [var.role_path]
}

run "log_retention_that_cloudwatch_refuses_is_rejected" {
  command = plan

  variables {
    log_retention_in_days = 31
  }

  expect_failures = [var.log_retention_in_days]
}

run "reserved_concurrency_of_zero_is_rejected" {
  command = plan

  variables {
    reserved_concurrent_executions = 0
  }

  expect_failures = [var.reserved_concurrent_executions]
}

run "memory_below_minimum_is_rejected" {
  command = plan

  variables {
    memory_size = 127
  }

  expect_failures = [var.memory_size]
}

run "more_than_two_retries_are_rejected" {
  command = plan

  variables {
    maximum_retry_attempts = 3
  }

  expect_failures = [var.maximum_retry_attempts]
}

run "event_age_below_minimum_is_rejected" {
  command = plan

  variables {
    maximum_event_age_in_seconds = 59
  }

  expect_failures = [var.maximum_event_age_in_seconds]
}

run "wildcard_as_external_id_prefix_is_rejected" {
  command = plan

  variables {
    external_id_prefix = "*"
  }

  expect_failures = [var.external_id_prefix]
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

run "layout_in_upper_case_is_rejected" {
  command = plan

  variables {
    layout = "Combined"
  }

  expect_failures = [var.layout]
}

run "layout_as_a_setting_is_rejected" {
  command = plan

  variables {
    settings = { Layout = "combined" }
  }

  expect_failures = [var.settings]
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

run "stale_minutes_that_are_too_few_are_rejected" {
  command = plan

  variables {
    stale_minutes = 10
  }

  expect_failures = [var.stale_minutes]
}

run "stale_minutes_that_are_no_whole_periods_are_rejected" {
  command = plan

  variables {
    stale_minutes = 17
  }

  expect_failures = [var.stale_minutes]
}

run "runbook_url_with_an_anchor_is_rejected" {
  command = plan

  variables {
    runbook_url = "https://git.example/operations.md#runbook"
  }

  expect_failures = [var.runbook_url]
}

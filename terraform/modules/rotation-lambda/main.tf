data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account_id = data.aws_caller_identity.this.account_id
  partition  = data.aws_partition.this.partition
  region     = data.aws_region.this.region
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_in_days
  tags              = var.tags
}

resource "aws_lambda_function" "this" {
  function_name                  = var.name
  description                    = "Rotates the AWS credentials of Concourse teams in Secrets Manager."
  role                           = aws_iam_role.this.arn
  filename                       = var.filename
  source_code_hash               = filebase64sha256(var.filename)
  runtime                        = "provided.al2023"
  handler                        = "bootstrap"
  architectures                  = [var.architecture]
  memory_size                    = var.memory_size
  timeout                        = var.timeout
  reserved_concurrent_executions = var.reserved_concurrent_executions
  tags                           = var.tags

  environment {
    variables = merge(
      { for name, value in var.settings : "CredentialRotation__${name}" => value },
      { for name, value in var.secret_tags : "CredentialRotation__SecretsManager__Tags__${name}" => value },
      var.kms_key_arn == null ? {} : { CredentialRotation__SecretsManager__KmsKeyId = var.kms_key_arn },
      merge([for i, allowed in var.allowed_roles : {
        "CredentialRotation__AllowedRoles__${i}__Team"      = allowed.team
        "CredentialRotation__AllowedRoles__${i}__AccountId" = allowed.account_id
        "CredentialRotation__AllowedRoles__${i}__RoleArn"   = allowed.role_arn
      }]...),
      {
        SECRETS_MANAGER_PATH                 = "${var.secrets_prefix}/{{.Team}}/{{.Account}}"
        REQUIRE_TEAM_ALIAS                   = tostring(var.require_team_alias)
        CredentialRotation__PathPrefix       = "${var.secrets_prefix}/"
        CredentialRotation__ExternalIdPrefix = var.external_id_prefix
      },
    )
  }

  # The metric filter requires JSON and events of level INFO.
  logging_config {
    log_format            = "JSON"
    application_log_level = "INFO"
    log_group             = aws_cloudwatch_log_group.this.name
  }

  dynamic "vpc_config" {
    for_each = var.vpc[*]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  depends_on = [
    aws_iam_role_policy.this,
    aws_iam_role_policy_attachment.vpc,
    data.aws_kms_alias.prerequisite_see_readme,
  ]
}

# AWS creates this key and its alias when any secret is stored in the console. Without them, the first secret could not be encrypted.
data "aws_kms_alias" "prerequisite_see_readme" {
  count = var.kms_key_arn == null ? 1 : 0
  name  = "alias/aws/secretsmanager"
}

resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = aws_lambda_function.this.function_name
  maximum_retry_attempts       = var.maximum_retry_attempts
  maximum_event_age_in_seconds = var.maximum_event_age_in_seconds

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_letters.arn
    }
  }

  # Lambda checks the permission on the destination when the destination is set.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "${var.name}-dead-letters"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
  tags                      = var.tags
}

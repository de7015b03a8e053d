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
  kms_key_id        = var.infrastructure_kms_key_arn
  tags              = var.tags
}

resource "aws_lambda_function" "this" {
  function_name                  = var.name
  description                    = "Rotates the AWS credentials of Concourse teams in ${local.store_name}."
  role                           = aws_iam_role.this.arn
  filename                       = var.filename
  s3_bucket                      = one(var.s3_zip[*].bucket)
  s3_key                         = one(var.s3_zip[*].key)
  s3_object_version              = one(var.s3_zip[*].object_version)
  source_code_hash               = local.source_code_hash
  code_signing_config_arn        = var.code_signing_config_arn
  runtime                        = "provided.al2023"
  handler                        = "bootstrap"
  architectures                  = [var.architecture]
  memory_size                    = var.memory_size
  timeout                        = var.timeout
  reserved_concurrent_executions = var.reserved_concurrent_executions
  kms_key_arn                    = var.infrastructure_kms_key_arn
  tags                           = var.tags

  environment {
    variables = local.variables
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

      ipv6_allowed_for_dual_stack = vpc_config.value.ipv6_allowed_for_dual_stack
    }
  }

  dynamic "tracing_config" {
    for_each = var.tracing ? [1] : []

    content {
      mode = "Active"
    }
  }

  lifecycle {
    precondition {
      condition     = var.filename == null ? true : fileexists(var.filename)
      error_message = "The zip file ${coalesce(var.filename, "-")} does not exist. `make release` creates it."
    }

    # Found at plan time even if the ARN of the key is not known yet.
    precondition {
      condition     = local.variables_size_without_key <= local.max_variables_size
      error_message = "The environment variables have ${local.variables_size_without_key} bytes without the key, but Lambda allows at most ${local.max_variables_size}. Shorten allowed_roles, secret_tags or environment."
    }

    precondition {
      condition     = local.variables_size <= local.max_variables_size
      error_message = "The environment variables have ${local.variables_size} bytes, but Lambda allows at most ${local.max_variables_size}. Shorten allowed_roles, secret_tags or environment."
    }
  }

  depends_on = [
    aws_iam_role_policy.this,
    aws_iam_role_policy_attachment.vpc,
    data.aws_kms_key.prerequisite_see_readme,
  ]
}

# Without the key, the first secret could not be encrypted. AWS creates aws/secretsmanager and its alias when any secret is stored in the console, and
# aws/ssm no later than it is looked up here.
data "aws_kms_key" "prerequisite_see_readme" {
  key_id = coalesce(var.kms_key_arn, { secrets-manager = "alias/aws/secretsmanager", parameter-store = "alias/aws/ssm" }[var.store])
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
  kms_master_key_id         = var.infrastructure_kms_key_arn
  sqs_managed_sse_enabled   = var.infrastructure_kms_key_arn == null ? true : null
  tags                      = var.tags
}

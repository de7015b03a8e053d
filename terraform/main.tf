data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

# Fails here, and not at the first rotation, when the alias does not exist yet.
data "aws_kms_alias" "default" {
  count = var.kms_key_arn == null ? 1 : 0
  name  = "alias/aws/secretsmanager"
}

locals {
  role_arns = distinct(flatten([for team in values(var.teams) : team.accounts[*].role_arn]))
  events = { for name, team in var.teams : name => jsonencode({
    name = name
    accounts = [for account in team.accounts : merge(
      { name = account.name, roleArn = account.role_arn },
      account.duration == null ? {} : { duration = account.duration },
    )]
  }) }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "this" {
  function_name    = var.name
  description      = "Keeps the AWS credentials of Concourse teams fresh in Secrets Manager."
  role             = aws_iam_role.this.arn
  filename         = var.zip
  source_code_hash = filebase64sha256(var.zip)
  runtime          = "provided.al2023"
  handler          = "bootstrap"
  architectures    = [var.architecture]
  memory_size      = var.memory
  timeout          = var.timeout

  environment {
    variables = merge(
      { SECRETS_MANAGER_PATH = "${var.path_root}/{{.Team}}/{{.Account}}" },
      var.kms_key_arn == null ? {} : { CredentialRotation__KmsKeyId = var.kms_key_arn },
      { for name, value in var.settings : "CredentialRotation__${name}" => value },
    )
  }

  logging_config {
    log_format            = "JSON"
    application_log_level = "INFO"
    log_group             = aws_cloudwatch_log_group.this.name
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_function_event_invoke_config" "this" {
  function_name          = aws_lambda_function.this.function_name
  maximum_retry_attempts = 2

  dynamic "destination_config" {
    for_each = var.on_failure_arn[*]

    content {
      on_failure {
        destination = destination_config.value
      }
    }
  }
}

resource "aws_cloudwatch_event_rule" "team" {
  for_each = var.teams

  name                = "${var.name}-${each.key}"
  description         = "Rotates the AWS credentials of the Concourse team ${each.key}."
  schedule_expression = var.schedule
}

resource "aws_cloudwatch_event_target" "team" {
  for_each = var.teams

  rule  = aws_cloudwatch_event_rule.team[each.key].name
  arn   = aws_lambda_function.this.arn
  input = local.events[each.key]

  lifecycle {
    precondition {
      condition     = length(local.events[each.key]) <= 8192
      error_message = "EventBridge takes an input of at most 8192 characters: team ${each.key} has too many accounts for one rule."
    }
  }
}

resource "aws_lambda_permission" "team" {
  for_each = var.teams

  statement_id  = "team-${replace(each.key, "/[^A-Za-z0-9_-]/", "_")}"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.team[each.key].arn
}

locals {
  role_arn_patterns = coalesce(var.role_arn_patterns, ["arn:${local.partition}:iam::*:role/concourse-ci-*"])
  secret_arn_prefix = "arn:${local.partition}:secretsmanager:${local.region}:${local.account_id}:secret:"
  secret_keys       = concat(var.kms_key_arn[*], var.previous_kms_key_arns)

  parameter_arn_prefix = "arn:${local.partition}:ssm:${local.region}:${local.account_id}:parameter"
  parameter_arns       = "${local.parameter_arn_prefix}${var.secrets_prefix}/*"

  in_secrets_manager = contains(local.stores, "secrets-manager") ? [1] : []
  in_parameter_store = contains(local.stores, "parameter-store") ? [1] : []
}

resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = var.role_path
  description          = "Execution role of the credential rotation function. The trust policies of the CI roles name it."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "rotation"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.rotation.json
}

resource "aws_iam_role_policy_attachment" "vpc" {
  count = var.vpc == null ? 0 : 1

  role       = aws_iam_role.this.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

data "aws_iam_policy_document" "rotation" {
  statement {
    sid       = "Assume"
    actions   = ["sts:AssumeRole"]
    resources = local.role_arn_patterns

    # Requires an external ID with the prefix, so that the function cannot assume a role on behalf of anyone else (confused deputy).
    condition {
      test     = "StringLike"
      variable = "sts:ExternalId"
      values   = ["${var.external_id_prefix}*"]
    }
  }

  dynamic "statement" {
    for_each = var.allow_session_tags || var.allow_source_identity ? [1] : []

    content {
      sid = "Describe"
      actions = concat(
        var.allow_session_tags ? ["sts:TagSession"] : [],
        var.allow_source_identity ? ["sts:SetSourceIdentity"] : [],
      )
      resources = local.role_arn_patterns
    }
  }

  dynamic "statement" {
    for_each = local.in_secrets_manager

    content {
      sid = "Publish"
      actions = concat(
        [
          "secretsmanager:CreateSecret",
          "secretsmanager:DescribeSecret",
          "secretsmanager:PutSecretValue",
          "secretsmanager:RestoreSecret",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        length(var.secret_tags) > 0 ? ["secretsmanager:TagResource"] : [],
      )
      resources = ["${local.secret_arn_prefix}${var.secrets_prefix}/*"]
    }
  }

  dynamic "statement" {
    for_each = length(local.secret_keys) > 0 ? local.in_secrets_manager : []

    content {
      sid       = "Encrypt"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = local.secret_keys

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${local.region}.amazonaws.com"]
      }
    }
  }

  # IAM has no resources for this action. It shows the names of parameters, but not their values.
  dynamic "statement" {
    for_each = local.in_parameter_store

    content {
      sid       = "FindParameters"
      actions   = ["ssm:DescribeParameters"]
      resources = ["*"]
    }
  }

  # A parameter has no version that is staged before it is current. To roll back, the function must read the values that it replaces.
  dynamic "statement" {
    for_each = local.in_parameter_store

    content {
      sid       = "PublishParameters"
      actions   = concat(["ssm:GetParameters", "ssm:PutParameter"], length(var.secret_tags) > 0 ? ["ssm:AddTagsToResource"] : [])
      resources = [local.parameter_arns]
    }
  }

  # Standard parameters are encrypted with the key itself, advanced ones with a data key. A parameter that has become advanced stays so.
  # https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
  dynamic "statement" {
    for_each = length(local.secret_keys) > 0 ? local.in_parameter_store : []

    content {
      sid       = "EncryptParameters"
      actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      resources = local.secret_keys

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["ssm.${local.region}.amazonaws.com"]
      }

      condition {
        test     = "StringLike"
        variable = "kms:EncryptionContext:PARAMETER_ARN"
        values   = [local.parameter_arns]
      }
    }
  }

  # Lambda itself uses the following statements with the execution role.
  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  statement {
    sid       = "DeadLetters"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.dead_letters.arn]
  }
  dynamic "statement" {
    for_each = var.infrastructure_kms_key_arn[*]

    content {
      sid       = "EncryptInfrastructure"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["lambda.${local.region}.amazonaws.com", "sqs.${local.region}.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.tracing ? [1] : []

    content {
      sid       = "Trace"
      actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      resources = ["*"]
    }
  }
}

# For Concourse's credential manager, whose role the module does not create.
data "aws_iam_policy_document" "concourse" {
  dynamic "statement" {
    for_each = local.in_secrets_manager

    content {
      sid     = "Read"
      actions = ["secretsmanager:GetSecretValue"]
      resources = [
        "${local.secret_arn_prefix}${var.secrets_prefix}/*",
        # The health check looks up a secret of this name. It does not have to exist.
        "${local.secret_arn_prefix}__concourse-health-check*",
      ]
    }
  }

  dynamic "statement" {
    for_each = length(local.secret_keys) > 0 ? local.in_secrets_manager : []

    content {
      sid       = "Decrypt"
      actions   = ["kms:Decrypt"]
      resources = local.secret_keys

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${local.region}.amazonaws.com"]
      }
    }
  }

  # If there is no parameter of a variable's name, Concourse looks for parameters below it.
  dynamic "statement" {
    for_each = local.in_parameter_store

    content {
      sid     = "ReadParameters"
      actions = ["ssm:GetParameter", "ssm:GetParametersByPath"]
      resources = [
        local.parameter_arns,
        # The health check looks up a parameter of this name. It does not have to exist.
        "${local.parameter_arn_prefix}/__concourse-health-check",
      ]
    }
  }

  dynamic "statement" {
    for_each = length(local.secret_keys) > 0 ? local.in_parameter_store : []

    content {
      sid       = "DecryptParameters"
      actions   = ["kms:Decrypt"]
      resources = local.secret_keys

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["ssm.${local.region}.amazonaws.com"]
      }

      condition {
        test     = "StringLike"
        variable = "kms:EncryptionContext:PARAMETER_ARN"
        values   = [local.parameter_arns]
      }
    }
  }
}

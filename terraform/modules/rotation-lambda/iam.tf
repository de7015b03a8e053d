locals {
  role_arn_patterns = coalesce(var.role_arn_patterns, ["arn:${local.partition}:iam::*:role/concourse-ci-*"])
}

resource "aws_iam_role" "this" {
  name                 = var.name
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

  statement {
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
    resources = ["arn:${local.partition}:secretsmanager:${local.region}:${local.account_id}:secret:${var.secrets_prefix}/*"]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn[*]

    content {
      sid       = "Encrypt"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${local.region}.amazonaws.com"]
      }
    }
  }

  # Lambda itself uses the following two statements with the execution role.
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
}

resource "aws_iam_role" "this" {
  name                 = coalesce(var.name, "concourse-ci-${var.team}")
  path                 = var.path
  description          = coalesce(var.description, "Role of the pipelines of the Concourse team ${var.team}.")
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = var.max_session_duration
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  # A role with attached policies cannot be deleted.
  force_detach_policies = true
}

# The external ID prevents the rotation function from assuming this role for another team.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.rotation_role_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = ["${var.external_id_prefix}${var.team}"]
    }
  }

  # Has no effect without the statement above.
  dynamic "statement" {
    for_each = var.allow_session_tags || var.allow_source_identity ? [1] : []

    content {
      actions = concat(
        var.allow_session_tags ? ["sts:TagSession"] : [],
        var.allow_source_identity ? ["sts:SetSourceIdentity"] : [],
      )

      principals {
        type        = "AWS"
        identifiers = [var.rotation_role_arn]
      }
    }
  }
}

# Attaches the policies and detaches all others. The ARNs may be those of policies that are created in the same apply.
resource "aws_iam_role_policy_attachments_exclusive" "this" {
  role_name   = aws_iam_role.this.name
  policy_arns = var.policy_arns
}

# Earlier versions of this module had one resource for each policy. The policies stay attached.
removed {
  from = aws_iam_role_policy_attachment.this

  lifecycle {
    destroy = false
  }
}

resource "aws_iam_role_policy" "this" {
  for_each = var.inline_policies

  name   = each.key
  role   = aws_iam_role.this.id
  policy = each.value
}

# Denies everything to sessions that were issued before the given time; without one, there are no such sessions.
resource "aws_iam_role_policy" "revoked_sessions" {
  name   = "revoked-sessions"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.revoked_sessions.json
}

data "aws_iam_policy_document" "revoked_sessions" {
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]

    condition {
      test     = "DateLessThan"
      variable = "aws:TokenIssueTime"
      values   = [coalesce(var.revoke_sessions_issued_before, "1970-01-01T00:00:00Z")]
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

variables {
  team              = "example-team"
  rotation_role_arn = "arn:aws:iam::111122223333:role/concourse-credential-rotation"
}

run "trusts_only_the_rotation_of_this_team" {
  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy) == jsondecode(file("tests/trust-policy.json"))
    error_message = "The trust policy allows another principal or is not restricted to the team."
  }

  assert {
    condition     = aws_iam_role.this.name == "concourse-ci-example-team" && aws_iam_role.this.max_session_duration == 3600
    error_message = "The role does not have the documented defaults."
  }

  assert {
    condition     = length(aws_iam_role_policy_attachments_exclusive.this.policy_arns) == 0 && length(aws_iam_role_policy.this) == 0
    error_message = "By default, the role must have no permissions."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.revoked_sessions.policy).Statement[0].Condition == { DateLessThan = { "aws:TokenIssueTime" = "1970-01-01T00:00:00Z" } }
    error_message = "By default, no session must be revoked."
  }
}

run "permissions_are_those_that_were_configured" {
  variables {
    name                 = "machine-user-example"
    path                 = "/ci/"
    max_session_duration = 7200
    permissions_boundary = "arn:aws:iam::123456789999:policy/boundary"
    policy_arns          = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    inline_policies      = { deploy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "*" }] }) }
  }

  assert {
    condition = (
      aws_iam_role_policy_attachments_exclusive.this.role_name == "machine-user-example"
      && aws_iam_role_policy_attachments_exclusive.this.policy_arns == toset(["arn:aws:iam::aws:policy/ReadOnlyAccess"])
    )
    error_message = "The policy is not attached."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.this["deploy"].policy).Statement[0].Action == "s3:PutObject"
    error_message = "The inline policy is missing."
  }

  assert {
    condition = (
      aws_iam_role.this.permissions_boundary == "arn:aws:iam::123456789999:policy/boundary"
      && aws_iam_role.this.max_session_duration == 7200
      && aws_iam_role.this.path == "/ci/"
    )
    error_message = "The permissions boundary, the duration or the path is not passed on."
  }
}

run "sessions_issued_before_a_time_are_revoked" {
  variables {
    revoke_sessions_issued_before = "2026-11-22T10:00:00Z"
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.revoked_sessions.policy) == jsondecode(file("tests/revoked-sessions.json"))
    error_message = "Sessions that were issued before the time must be denied everything."
  }
}

run "tags_and_source_identity_are_allowed_in_addition" {
  variables {
    allow_session_tags    = true
    allow_source_identity = true
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0] == jsondecode(file("tests/trust-policy.json")).Statement[0]
    error_message = "Assuming the role must still require the external ID."
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement[1] == {
      Effect    = "Allow"
      Action    = ["sts:TagSession", "sts:SetSourceIdentity"]
      Principal = { AWS = "arn:aws:iam::111122223333:role/concourse-credential-rotation" }
    }
    error_message = "The rotation function must be allowed to tag its sessions and to set a source identity."
  }
}

run "everything_may_be_created_in_the_same_apply" {
  command = plan

  module {
    source = "./tests/unknown"
  }
}

run "policy_that_is_created_in_the_same_apply_is_attached" {
  module {
    source = "./tests/unknown"
  }

  assert {
    condition     = output.name == "concourse-ci-example-team"
    error_message = "The role was not created."
  }
}

run "description_and_tags_are_passed_on" {
  variables {
    description = "Deploys the example."
    tags        = { stack = "concourse" }
  }

  assert {
    condition     = aws_iam_role.this.description == "Deploys the example." && aws_iam_role.this.tags == tomap({ stack = "concourse" })
    error_message = "The description or the tags are not passed on."
  }
}

run "policy_name_in_place_of_its_arn_is_rejected" {
  command = plan

  variables {
    policy_arns = ["ReadOnlyAccess"]
  }

  expect_failures = [var.policy_arns]
}

run "inline_policy_with_the_name_of_the_modules_own_is_rejected" {
  command = plan

  variables {
    inline_policies = { revoked-sessions = jsonencode({ Version = "2012-10-17", Statement = [] }) }
  }

  expect_failures = [var.inline_policies]
}

run "path_without_slash_at_the_end_is_rejected" {
  command = plan

  variables {
    path = "/ci"
  }

  expect_failures = [var.path]
}

run "invalid_time_is_rejected" {
  command = plan

  variables {
    revoke_sessions_issued_before = "yesterday"
  }

  expect_failures = [var.revoke_sessions_issued_before]
}

run "external_id_uses_the_configured_prefix" {
  variables {
    external_id_prefix = "blue:"
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition == { StringEquals = { "sts:ExternalId" = "blue:example-team" } }
    error_message = "The prefix is not passed on."
  }
}

run "wildcard_as_external_id_prefix_is_rejected" {
  command = plan

  variables {
    external_id_prefix = "*"
  }

  expect_failures = [var.external_id_prefix]
}

run "wildcard_as_rotation_role_is_rejected" {
  command = plan

  variables {
    rotation_role_arn = "*"
  }

  expect_failures = [var.rotation_role_arn]
}

run "wildcard_as_team_is_rejected" {
  command = plan

  variables {
    team = "*"
  }

  expect_failures = [var.team]
}

run "session_duration_above_maximum_is_rejected" {
  command = plan

  variables {
    max_session_duration = 43201
  }

  expect_failures = [var.max_session_duration]
}

run "role_name_above_maximum_length_is_rejected" {
  command = plan

  variables {
    team = "a-team-whose-name-is-so-long-that-the-role-could-not-have-it-in-its-own"
  }

  expect_failures = [var.name]
}

provider "aws" {
  region = "us-east-1"
}

variables {
  function = {
    name                         = "rotation"
    metric_namespace             = "CredentialRotation/rotation"
    secrets_prefix               = "/concourse"
    layout                       = "separate"
    external_id_prefix           = "concourse/"
    dead_letter_queue_arn        = "arn:aws:sqs:us-east-1:123456789012:rotation-dead-letters"
    maximum_retry_attempts       = 2
    maximum_event_age_in_seconds = 1800
  }
}

run "every_limit_is_accepted" {
  command = plan

  variables {
    configuration = jsonencode({ name = format("%0128d", 0), accounts = [{
      name     = "A-z_0.9@-"
      roleArn  = "arn:aws-us-gov:iam::123456789999:role/a/path/A-z_0+=,.@-"
      duration = 43200
      session = {
        name              = "{{.Account}}"
        policyArns        = [for i in range(10) : "arn:aws:iam::aws:policy/job-function/${i}"]
        policy            = jsonencode({ Statement = format("%01652d", 0) })
        tags              = { for i in range(50) : format("%0127d:", i) => format("%0256d", i) }
        transitiveTagKeys = [format("%0127d:", 7)]
        sourceIdentity    = format("%064d", 0)
      }
    }] })
    events = 1
  }

  # 50 tags of the maximum length do not fit into one event, but are valid.
  expect_failures = [aws_cloudwatch_event_target.this[0]]

  assert {
    condition     = length(local.errors) == 0
    error_message = join("\n", local.errors)
  }
}

run "text_that_is_not_json_is_rejected" {
  command = plan

  variables {
    configuration = "{"
  }

  expect_failures = [var.configuration]
}

run "json_that_is_not_an_object_is_rejected" {
  command = plan

  variables {
    configuration = "[]"
  }

  expect_failures = [var.configuration]
}

run "empty_team_is_rejected" {
  command = plan

  variables {
    configuration = "{}"
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = local.errors == ["accounts: must have at least one account", "name: must not be empty"]
    error_message = join("\n", local.errors)
  }
}

run "fields_of_the_wrong_type_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = 1, renewAfter = "2700", accounts = [
      { name = true, roleArn = ["arn"], duration = "3600", layout = 1, session = "x" },
      "account",
      null,
    ] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition = local.errors == [
      "renewAfter: must be a whole number of seconds, but was \"2700\"",
      "accounts[0].name: must be a string, but was true",
      "accounts[1].name: must not be empty",
      "accounts[2].name: must not be empty",
      "name: must be a string, but was 1",
      "accounts[0].roleArn: must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/ci, but was [\"arn\"]",
      "accounts[0].duration: must be 900 to 43200 whole seconds, but was \"3600\"",
      "accounts[0].layout: must be separate, combined or both, but was 1",
      "accounts[0].session: must be an object with name, policyArns, policy, tags, transitiveTagKeys, sourceIdentity, but was \"x\"",
      "accounts[1]: must be an object with name, roleArn, duration, layout, session",
      "accounts[1].roleArn: must not be empty",
      "accounts[2]: must be an object with name, roleArn, duration, layout, session",
      "accounts[2].roleArn: must not be empty",
    ]
    error_message = join("\n", local.errors)
  }
}

run "accounts_that_are_not_an_array_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = { name = "a" } })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = contains(local.errors, "accounts: must be an array of accounts")
    error_message = join("\n", local.errors)
  }
}

run "unknown_fields_of_accounts_and_sessions_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", owner = "ignored", accounts = [
      { name = "a", roleArn = "arn:aws:iam::123456789999:role/ci", sesion = { policyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } },
      { name = "b", roleArn = "arn:aws:iam::123456789999:role/ci", session = { policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } },
      { name = "c", role_arn = "arn:aws:iam::123456789999:role/ci" },
      { name = "d", roleArn = "arn:aws:iam::123456789999:role/ci", Layout = "both" },
    ] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition = local.errors == [
      "accounts[0].sesion: is unknown (an account has name, roleArn, duration, layout, session)",
      "accounts[2].role_arn: is unknown; did you mean 'roleArn'? (an account has name, roleArn, duration, layout, session)",
      "accounts[2].roleArn: must not be empty",
      "accounts[3].Layout: is unknown; did you mean 'layout'? (an account has name, roleArn, duration, layout, session)",
      "accounts[1].session.policy_arns: is unknown; did you mean 'policyArns'? (a session has name, policyArns, policy, tags, transitiveTagKeys, sourceIdentity)",
    ]
    error_message = join("\n", local.errors)
  }
}

run "invalid_names_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example/team", accounts = [for name in ["..", ".", format("%0129d", 0), "größe", "b", "b"] :
      { name = name, roleArn = "arn:aws:iam::123456789999:role/ci" }
    ] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition = local.errors == [
      "accounts[0].name: must not be '.' or contain '..', which could lead out of the team's path, but was \"..\"",
      "accounts[1].name: must not be '.' or contain '..', which could lead out of the team's path, but was \".\"",
      "accounts[2].name: must have at most 128 characters, but has 129",
      "accounts[3].name: must consist of A-Z a-z 0-9 _ . @ -, which Secrets Manager, STS and Concourse's ((variables)) all allow, but was \"größe\"",
      "name: must consist of A-Z a-z 0-9 _ . @ -, which Secrets Manager, STS and Concourse's ((variables)) all allow, but was \"example/team\"",
      "accounts[5].name: must be unique within the team, but accounts[4] is also named \"b\"",
    ]
    error_message = join("\n", local.errors)
  }
}

run "names_may_contain_an_at_sign_in_secrets_manager" {
  command = plan

  variables {
    function = {
      name                         = "rotation"
      metric_namespace             = "CredentialRotation/rotation"
      store                        = "secrets-manager"
      secrets_prefix               = "/concourse"
      layout                       = "separate"
      external_id_prefix           = "concourse/"
      dead_letter_queue_arn        = "arn:aws:sqs:us-east-1:123456789012:rotation-dead-letters"
      maximum_retry_attempts       = 2
      maximum_event_age_in_seconds = 1800
    }
    configuration = jsonencode({ name = "team@example", accounts = [{ name = "lab@example", roleArn = "arn:aws:iam::123456789999:role/ci" }] })
  }

  assert {
    condition     = length(local.errors) == 0
    error_message = join("\n", local.errors)
  }
}

run "name_that_is_not_the_configurations_is_rejected" {
  command = plan

  variables {
    name          = "other-team"
    configuration = jsonencode({ name = "example-team", accounts = [{ name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" }] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = local.errors == ["name: must be 'other-team' like the module's input, but was \"example-team\""]
    error_message = join("\n", local.errors)
  }
}

run "invalid_roles_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [for i, arn in [
      "arn:aws:iam::123456789999:user/ci",
      "arn:aws:iam::1234:role/ci",
      "arn:aws:iam::123456789999:role/ci\n",
      "arn:aws:iam::123456789999:role/${format("%02020d", 0)}/ci",
    ] : { name = tostring(i), roleArn = arn }] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = [for error in local.errors : regex("^accounts\\[[0-9]\\].roleArn: must be the ARN of an IAM role", error)] == [for i in range(4) : "accounts[${i}].roleArn: must be the ARN of an IAM role"]
    error_message = join("\n", local.errors)
  }
}

run "invalid_durations_are_rejected" {
  command = plan

  variables {
    interval_minutes = 15
    check_minutes    = 15
    configuration = jsonencode({ name = "example-team", accounts = [for i, duration in [899, 43201, 3600.5, -3600] :
      { name = tostring(i), roleArn = "arn:aws:iam::123456789999:role/ci", duration = duration }
    ] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = slice(local.errors, 0, 4) == [for i, duration in ["899", "43201", "3600.5", "-3600"] : "accounts[${i}].duration: must be 900 to 43200 whole seconds, but was ${duration}"]
    error_message = join("\n", local.errors)
  }
}

run "invalid_policies_of_a_session_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [for i, session in [
      { policy = "{" },
      { policy = "[]" },
      { policy = 1 },
      { policy = { Statement = format("%02040d", 0) } },
      { policyArns = ["ReadOnlyAccess", 1] },
      { policyArns = "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      { policyArns = [for i in range(11) : "arn:aws:iam::aws:policy/${i}"] },
    ] : { name = tostring(i), roleArn = "arn:aws:iam::123456789999:role/ci", session = session }] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition = local.errors == [
      "accounts[0].session.policy: must be a policy in JSON",
      "accounts[1].session.policy: must be a policy in JSON",
      "accounts[2].session.policy: must be a policy in JSON",
      "accounts[3].session.policy: must have at most 2048 characters together with the policyArns",
      "accounts[4].session.policyArns[0]: must be the ARN of an IAM policy, such as arn:aws:iam::aws:policy/ReadOnlyAccess, but was \"ReadOnlyAccess\"",
      "accounts[4].session.policyArns[1]: must be the ARN of an IAM policy, such as arn:aws:iam::aws:policy/ReadOnlyAccess, but was 1",
      "accounts[5].session.policyArns: must be an array of strings",
      "accounts[6].session.policyArns: must have at most 10 ARNs, but has 11",
    ]
    error_message = join("\n", local.errors)
  }
}

run "every_layout_is_accepted" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [for layout in ["separate", "combined", "both", null] :
      { name = "account-${coalesce(layout, "default")}", roleArn = "arn:aws:iam::123456789999:role/ci", layout = layout }
    ] })
  }

  assert {
    condition     = length(local.errors) == 0
    error_message = join("\n", local.errors)
  }
}

run "unknown_layouts_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [for i, layout in ["Combined", "", "one", true, ["both"]] :
      { name = tostring(i), roleArn = "arn:aws:iam::123456789999:role/ci", layout = layout }
    ] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = local.errors == [for i, layout in ["\"Combined\"", "\"\"", "\"one\"", "true", "[\"both\"]"] : "accounts[${i}].layout: must be separate, combined or both, but was ${layout}"]
    error_message = join("\n", local.errors)
  }
}

# The .NET tests expect the same errors of the function.
run "secrets_of_two_accounts_with_the_same_name_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode(jsondecode(file("tests/colliding-secrets.json")).configuration)
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = local.errors == jsondecode(file("tests/colliding-secrets.json")).errors
    error_message = join("\n", local.errors)
  }
}

run "secrets_with_the_same_name_are_rejected_in_different_events" {
  command = plan

  variables {
    events = 2
    configuration = jsonencode({ name = "example-team", accounts = [
      { name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" },
      { name = "a-access-key", roleArn = "arn:aws:iam::123456789999:role/ci", layout = "combined" },
    ] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = [for event in local.events : jsondecode(event).accounts[*].name] == [["a"], ["a-access-key"]] && length(local.errors) == 1
    error_message = join("\n", local.errors)
  }
}

run "accounts_that_could_be_mistaken_for_secrets_are_rejected_in_different_events" {
  command = plan

  variables {
    events = 2
    configuration = jsonencode({ name = "example-team", accounts = [
      { name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" },
      { name = "a-access-key", roleArn = "arn:aws:iam::123456789999:role/ci" },
    ] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = local.ambiguous_names == ["a-access-key"] && length(local.errors) == 0
    error_message = join("\n", local.errors)
  }
}

run "accounts_that_could_be_mistaken_for_secrets_are_allowed_in_one_event" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [
      { name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" },
      { name = "a-access-key", roleArn = "arn:aws:iam::123456789999:role/ci" },
    ] })
  }

  assert {
    condition     = local.ambiguous_names == ["a-access-key"] && length(local.errors) == 0
    error_message = join("\n", local.errors)
  }
}

run "secrets_with_the_same_name_are_rejected_in_the_layout_of_the_function" {
  command = plan

  variables {
    function = merge(var.function, { secrets_prefix = "/ci", layout = "combined" })
    configuration = jsonencode({ name = "example-team", accounts = [
      { name = "a-access-key", roleArn = "arn:aws:iam::123456789999:role/ci" },
      { name = "a", roleArn = "arn:aws:iam::123456789999:role/ci", layout = "separate" },
    ] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = local.errors == ["accounts[1].name: gives the AccessKeyId the secret name '/ci/example-team/a-access-key', which the Credentials of accounts[0] has already"]
    error_message = join("\n", local.errors)
  }
}

run "accounts_of_one_layout_have_no_secret_in_common" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [for account in [
      { name = "a" },
      { name = "a-access-key" },
      { name = "b", layout = "combined" },
      { name = "b-access-key", layout = "combined" },
    ] : merge(account, { roleArn = "arn:aws:iam::123456789999:role/ci" })] })
  }

  assert {
    condition     = length(local.errors) == 0
    error_message = join("\n", local.errors)
  }
}

run "invalid_tags_of_a_session_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [for i, session in [
      { tags = { "aws:x" = "" } },
      { tags = { a = "x;y" } },
      { tags = { a = "", A = "" } },
      { tags = { for i in range(51) : tostring(i) => "" } },
      { tags = { a = 1 } },
      { tags = ["a"] },
      { transitiveTagKeys = ["a"] },
      { tags = { a = "" }, transitiveTagKeys = "a" },
    ] : { name = tostring(i), roleArn = "arn:aws:iam::123456789999:role/ci", session = session }] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition = local.errors == [
      "accounts[0].session.tags: must have keys of 1 to 128 and values of at most 256 letters, digits, spaces and _ . : / = + - @, and no key that begins with 'aws:'",
      "accounts[1].session.tags: must have keys of 1 to 128 and values of at most 256 letters, digits, spaces and _ . : / = + - @, and no key that begins with 'aws:'",
      "accounts[2].session.tags: must have each key only once, without regard to case",
      "accounts[3].session.tags: must have at most 50 tags",
      "accounts[4].session.tags: must be an object whose values are strings",
      "accounts[5].session.tags: must be an object whose values are strings",
      "accounts[6].session.transitiveTagKeys: must contain only keys of the tags",
      "accounts[7].session.transitiveTagKeys: must be an array of strings",
    ]
    error_message = join("\n", local.errors)
  }
}

run "invalid_names_of_a_session_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [for i, session in [
      { name = "{{.Pipeline}}" },
      { name = "{{.Team}}-${format("%060d", 0)}" },
      { sourceIdentity = "two words" },
      { sourceIdentity = "x" },
    ] : { name = tostring(i), roleArn = "arn:aws:iam::123456789999:role/ci", session = session }] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition = [for error in local.errors : regex("^[^:]*: must (?:be|expand to) 2–64 characters", error)] == [
      "accounts[0].session.name: must expand to 2–64 characters",
      "accounts[1].session.name: must expand to 2–64 characters",
      "accounts[2].session.sourceIdentity: must be 2–64 characters",
      "accounts[3].session.sourceIdentity: must be 2–64 characters",
    ]
    error_message = join("\n", local.errors)
  }
}

provider "aws" {
  region = "eu-west-1"
}

variables {
  zip = "tests/function.zip"
  teams = {
    "example-team" = {
      accounts = [
        { name = "divx-lab", role_arn = "arn:aws:iam::123456789999:role/machine-user-example", duration = 3600 },
        { name = "divx-live", role_arn = "arn:aws:iam::123456789998:role/machine-user-example" },
      ]
    }
  }
}

run "event_is_the_teams_configuration" {
  assert {
    condition = jsondecode(aws_cloudwatch_event_target.team["example-team"].input) == {
      name = "example-team"
      accounts = [
        { name = "divx-lab", roleArn = "arn:aws:iam::123456789999:role/machine-user-example", duration = 3600 },
        { name = "divx-live", roleArn = "arn:aws:iam::123456789998:role/machine-user-example" },
      ]
    }
    error_message = "The rule's input is not what the function reads."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.team["example-team"].schedule_expression == "rate(50 minutes)"
    error_message = "A team is rotated every 50 minutes."
  }

  assert {
    condition     = aws_lambda_permission.team["example-team"].source_arn == aws_cloudwatch_event_rule.team["example-team"].arn
    error_message = "Only the team's own rule may invoke the function for it."
  }
}

run "function_may_assume_the_teams_roles_and_no_other" {
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if statement.Sid == "Assume"][0] == [
      "arn:aws:iam::123456789999:role/machine-user-example",
      "arn:aws:iam::123456789998:role/machine-user-example",
    ]
    error_message = "sts:AssumeRole is not limited to the teams' roles."
  }
}

run "own_root_and_key" {
  variables {
    path_root   = "/ci"
    kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    settings    = { MinimumAge = "00:05:00" }
  }

  assert {
    condition = aws_lambda_function.this.environment[0].variables == tomap({
      SECRETS_MANAGER_PATH           = "/ci/{{.Team}}/{{.Account}}"
      CredentialRotation__KmsKeyId   = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
      CredentialRotation__MinimumAge = "00:05:00"
    })
    error_message = "The function is not told its settings."
  }

  assert {
    condition     = strcontains(aws_iam_role_policy.this.policy, ":secret:/ci/*") && strcontains(aws_iam_role_policy.this.policy, "kms:GenerateDataKey")
    error_message = "The policy does not follow the root and the key."
  }
}

run "wrong_role_arn_is_refused" {
  command = plan

  variables {
    teams = { t = { accounts = [{ name = "a", role_arn = "arn:aws:iam::123456789999:user/ci" }] } }
  }

  expect_failures = [var.teams]
}

run "same_account_name_twice_is_refused" {
  command = plan

  variables {
    teams = { t = { accounts = [
      { name = "a", role_arn = "arn:aws:iam::123456789999:role/ci" },
      { name = "a", role_arn = "arn:aws:iam::123456789998:role/ci" },
    ] } }
  }

  expect_failures = [var.teams]
}

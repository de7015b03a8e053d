provider "aws" {
  region = "us-east-1"
}

variables {
  function = {
    name                         = "rotation"
    metric_namespace             = "CredentialRotation/rotation"
    store                        = "parameter-store"
    secrets_prefix               = "/concourse"
    layout                       = "combined"
    external_id_prefix           = "concourse/"
    dead_letter_queue_arn        = "arn:aws:sqs:us-east-1:123456789012:rotation-dead-letters"
    maximum_retry_attempts       = 2
    maximum_event_age_in_seconds = 1800
  }
}

run "names_that_parameter_store_allows_are_accepted" {
  command = plan

  variables {
    configuration = jsonencode({ name = format("aws.%0124d", 0), accounts = [{ name = "SSM_0.9-z", roleArn = "arn:aws:iam::123456789999:role/ci@example" }] })
  }

  assert {
    condition     = length(local.errors) == 0
    error_message = join("\n", local.errors)
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_target.this[0].input) == merge(jsondecode(var.configuration), { renewAfter = 2700 })
    error_message = "The event of a team must not depend on the store."
  }
}

run "names_that_parameter_store_does_not_allow_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "team@example", accounts = [for name in ["lab@example", "a/b", "..", "lab"] :
      { name = name, roleArn = "arn:aws:iam::123456789999:role/ci" }
    ] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition = local.errors == [
      "accounts[0].name: must consist of A-Z a-z 0-9 _ . -, which Parameter Store, STS and Concourse's ((variables)) all allow, but was \"lab@example\"",
      "accounts[1].name: must consist of A-Z a-z 0-9 _ . -, which Parameter Store, STS and Concourse's ((variables)) all allow, but was \"a/b\"",
      "accounts[2].name: must not be '.' or contain '..', which could lead out of the team's path, but was \"..\"",
      "name: must consist of A-Z a-z 0-9 _ . -, which Parameter Store, STS and Concourse's ((variables)) all allow, but was \"team@example\"",
    ]
    error_message = join("\n", local.errors)
  }
}

run "parameters_with_the_same_name_are_rejected" {
  command = plan

  variables {
    configuration = jsonencode({ name = "example-team", accounts = [
      { name = "a", roleArn = "arn:aws:iam::123456789999:role/ci", layout = "separate" },
      { name = "a-access-key", roleArn = "arn:aws:iam::123456789999:role/ci" },
    ] })
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = local.errors == ["accounts[1].name: gives the Credentials the secret name '/concourse/example-team/a-access-key', which the AccessKeyId of accounts[0] has already"]
    error_message = join("\n", local.errors)
  }
}

# The function's own minimum has no other reason than the versions of a secret.
run "renewal_before_15_minutes_is_rejected_without_the_reason_of_the_other_store" {
  command = plan

  variables {
    configuration    = jsonencode({ name = "example-team", accounts = [{ name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" }] })
    interval_minutes = 15
    check_minutes    = 5
  }

  expect_failures = [aws_lambda_alias.this]

  assert {
    condition     = local.errors == ["interval_minutes: credentials must be renewed at an age of at least 900 seconds, but would be renewed at 750"]
    error_message = join("\n", local.errors)
  }
}

run "interval_below_15_minutes_is_rejected" {
  command = plan

  variables {
    configuration    = jsonencode({ name = "example-team", accounts = [{ name = "a", roleArn = "arn:aws:iam::123456789999:role/ci" }] })
    interval_minutes = 10
    check_minutes    = 10
  }

  expect_failures = [var.interval_minutes]
}

variables {
  filename = "../../modules/rotation-lambda/tests/function.zip"
}

run "one_plan_contains_all_teams" {
  command = plan

  assert {
    condition     = length(output.teams) == 120 && toset(keys(output.teams)) == toset([for file in fileset("./teams", "*.json") : trimsuffix(file, ".json")])
    error_message = "Each file must be a team."
  }

  assert {
    condition     = alltrue([for name, team in output.teams : team.guaranteed_validity == 300 && team.external_id == "concourse/${name}"])
    error_message = "Each team must be renewed in time, with its own external ID."
  }

  assert {
    condition     = length(distinct([for team in output.teams : team.schedule])) == 10
    error_message = "The teams must use all ten minutes of the check interval."
  }

  assert {
    condition     = output.writes_per_second * 3000 == 239 * 6 + 8
    error_message = "An account needs six writes in 50 minutes, and the one with both layouts needs eight."
  }
}

run "fleet_in_parameter_store_writes_half_as_much" {
  command = plan

  variables {
    store          = "parameter-store"
    previous_store = "secrets-manager"
  }

  assert {
    condition     = output.writes_per_second * 3000 == 239 * 3 + 4
    error_message = "An account needs three writes in 50 minutes, and the one with both layouts needs four."
  }

  assert {
    condition     = module.rotation_lambda.function.store == "parameter-store" && strcontains(module.rotation_lambda.concourse_policy_json, "secretsmanager:GetSecretValue")
    error_message = "The function must have the same store, and Concourse must be allowed to read both."
  }

  assert {
    condition     = local.available_writes == 2.1
    error_message = "Parameter Store allows three writes per second."
  }
}

run "higher_throughput_of_parameter_store_is_used" {
  command = plan

  variables {
    store             = "parameter-store"
    writes_per_second = 10
  }

  assert {
    condition     = local.available_writes == 7 && local.settings == tomap({ ParameterStore__MaxWritesPerSecond = "10" })
    error_message = "The function must be told the quota of the account."
  }
}

run "fleet_that_exceeds_the_quota_of_parameter_store_is_reported" {
  command = plan

  variables {
    store             = "parameter-store"
    writes_per_second = 1
  }

  expect_failures = [check.quotas]
}

run "fleet_that_exceeds_the_quota_in_an_interval_is_reported" {
  command = plan

  variables {
    writes_per_second = 0.6
  }

  expect_failures = [check.quotas]
}

run "fleet_that_exceeds_the_quota_in_one_check_is_reported" {
  command = plan

  variables {
    writes_per_second = 3
  }

  expect_failures = [check.quotas]
}

run "fleet_with_too_many_rules_is_reported" {
  command = plan

  variables {
    rules_per_bus = 119
  }

  expect_failures = [check.quotas]
}

run "estate_with_keys_roles_and_a_network_of_its_own_is_one_plan" {
  command = plan

  module {
    source = "./tests/estate"
  }

  assert {
    condition     = output.teams == 121
    error_message = "All teams must be in one plan."
  }
}

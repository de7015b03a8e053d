variables {
  filename = "../../../modules/rotation-lambda/tests/function.zip"
}

run "rotates_the_example_team" {
  assert {
    condition     = output.rotation_role_arn == module.rotation_lambda.role_arn && output.guaranteed_validity == { example-team = 300 }
    error_message = "The outputs are not as documented."
  }

  assert {
    condition     = length(module.team["example-team"].rule_arns) == 1
    error_message = "The team must have exactly one rule."
  }
}

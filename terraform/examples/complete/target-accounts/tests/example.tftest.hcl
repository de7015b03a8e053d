variables {
  rotation_role_arn = "arn:aws:iam::111122223333:role/concourse-credential-rotation"
}

run "creates_the_role_of_the_example_team" {
  assert {
    condition     = module.example_team_in_divx_lab.name == "concourse-ci-example-team"
    error_message = "The name of the role is not the one in the first apply."
  }
}

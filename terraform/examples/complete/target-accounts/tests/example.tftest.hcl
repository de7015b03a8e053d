variables {
  rotation_role_arn = "arn:aws:iam::111122223333:role/concourse-credential-rotation"
}

run "makes_the_example_teams_role" {
  assert {
    condition     = module.example_team_in_divx_lab.name == "concourse-ci-example-team"
    error_message = "The role is not the one that the first apply names."
  }
}

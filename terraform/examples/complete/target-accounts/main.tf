# Second apply: the target accounts of the pipelines, with one provider for each.

provider "aws" {
  alias  = "divx_lab"
  region = "us-east-1"

  # CHANGE: a role that can administer this account, or a profile.
  assume_role {
    role_arn = "arn:aws:iam::123456789999:role/OrganizationAccountAccessRole"
  }
}

module "example_team_in_divx_lab" {
  source    = "../../../modules/ci-role"
  providers = { aws = aws.divx_lab }

  team              = "example-team"
  rotation_role_arn = var.rotation_role_arn
  policy_arns       = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] # CHANGE: what the team's pipelines may do
}

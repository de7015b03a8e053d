# A real estate in one apply: 120 teams, a KMS key and its predecessor, tags with hyphens, a VPC with a proxy, and roles and policies of the same
# configuration. Everything that the other resources provide is unknown when the plan is made.

variable "filename" {
  type = string
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_kms_key" "secrets" {
  description = "Secrets of the pipelines"
}

resource "aws_kms_key" "previous" {
  description = "Key of the secrets that an older tool left"
}

resource "aws_security_group" "function" {
  name = "concourse-credential-rotation"
}

resource "aws_iam_policy" "deploy" {
  name   = "deploy"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

module "rotation_lambda" {
  source = "../../../../modules/rotation-lambda"

  filename              = var.filename
  kms_key_arn           = aws_kms_key.secrets.arn
  previous_kms_key_arns = [aws_kms_key.previous.arn]
  secret_tags           = { "cost-center" = "4711", "managed-by" = "concourse-credential-rotation" }
  environment           = { HTTPS_PROXY = "http://proxy.example:3128", NO_PROXY = ".internal" }
  vpc                   = { subnet_ids = ["subnet-0123456789abcdef0"], security_group_ids = [aws_security_group.function.id] }
}

module "ci_role" {
  source   = "../../../../modules/ci-role"
  for_each = toset(["deploy", "review"])

  team              = "new-team"
  name              = "concourse-ci-new-team-${each.key}"
  rotation_role_arn = module.rotation_lambda.role_arn
  policy_arns       = [aws_iam_policy.deploy.arn]
}

module "new_team" {
  source = "../../../../modules/team"

  name     = "new-team"
  function = module.rotation_lambda.function
  configuration = jsonencode({
    name     = "new-team"
    accounts = [for name, role in module.ci_role : { name = name, roleArn = role.arn }]
  })
}

module "team" {
  source   = "../../../../modules/team"
  for_each = { for file in fileset("${path.module}/../../teams", "*.json") : trimsuffix(file, ".json") => file("${path.module}/../../teams/${file}") }

  name          = each.key
  configuration = each.value
  events        = null
  function      = module.rotation_lambda.function
}

output "teams" {
  value = length(module.team) + 1
}

# Two teams whose roles are created in the same apply.

provider "aws" {
  region = "us-east-1"
}

variable "function" {
  type = any
}

# Takes the place of a role: its output is unknown until it was created.
resource "terraform_data" "role" {
  input = "arn:aws:iam::123456789999:role/concourse-ci"
}

module "named" {
  source = "../.."

  name          = "named"
  configuration = jsonencode({ name = "named", accounts = [{ name = "lab", roleArn = terraform_data.role.output }] })
  function      = var.function
}

module "unnamed" {
  source = "../.."

  configuration = jsonencode({ name = "unnamed", accounts = [{ name = "lab", roleArn = terraform_data.role.output }] })
  function      = var.function
}

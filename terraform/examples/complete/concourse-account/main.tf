# First apply: the account in which Concourse runs.

provider "aws" {
  region = "us-east-1" # CHANGE: the Region in which Concourse looks up its secrets
}

locals {
  # CHANGE: your teams and their accounts. Use the names of the teams in Concourse.
  # The second apply creates the role of each account.
  teams = {
    example-team = [
      { name = "divx-lab", role_arn = "arn:aws:iam::123456789999:role/concourse-ci-example-team" },
    ]
  }
}

module "rotation_lambda" {
  source = "../../../modules/rotation-lambda"

  filename      = var.filename
  alarm_actions = [aws_sns_topic.alarms.arn]
}

module "team" {
  source   = "../../../modules/team"
  for_each = local.teams

  name                = each.key
  accounts            = each.value
  interval_minutes    = 10
  renew_after_minutes = 45
  function            = module.rotation_lambda.function
  alarm_actions       = [aws_sns_topic.alarms.arn]
}

# CHANGE: add subscriptions for whoever should be notified.
resource "aws_sns_topic" "alarms" {
  name = "concourse-credential-rotation-alarms"
}

# First apply: the account in which Concourse runs.

provider "aws" {
  region = "us-east-1" # CHANGE: the Region in which Concourse looks up its secrets
}

locals {
  # CHANGE: your teams and their accounts. Use the names of the teams in Concourse.
  # The second apply creates the role of each account.
  # Since the configuration has the field names of the function, `role_arn` is `roleArn`.
  teams = {
    example-team = {
      name = "example-team"
      accounts = [
        { name = "divx-lab", roleArn = "arn:aws:iam::123456789999:role/concourse-ci-example-team" },
      ]
    }
  }
}

module "rotation_lambda" {
  source = "../../../modules/rotation-lambda"

  filename      = var.filename
  stale_minutes = 15 # because every team is checked every 10 minutes
  alarm_actions = [aws_sns_topic.alarms.arn]
}

module "account_alarm" {
  source = "../../../modules/account-alarm"

  function      = module.rotation_lambda.function
  alarm_actions = [aws_sns_topic.alarms.arn]
}

module "team" {
  source   = "../../../modules/team"
  for_each = local.teams

  name             = each.key
  configuration    = jsonencode(each.value)
  interval_minutes = 50 # was interval_minutes = 10 and renew_after_minutes = 45
  check_minutes    = 10
  function         = module.rotation_lambda.function
  alarm_actions    = [aws_sns_topic.alarms.arn]
}

# CHANGE: add subscriptions for whoever should be notified.
resource "aws_sns_topic" "alarms" {
  name = "concourse-credential-rotation-alarms"
}

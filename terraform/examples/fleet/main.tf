# All teams of an installation in one apply. To add, change or remove a team, edit the folder `teams`: each file is the configuration of one team.

provider "aws" {
  region = "us-east-1" # CHANGE: the Region in which Concourse looks up its secrets
}

locals {
  teams    = { for file in fileset("${path.module}/teams", "*.json") : trimsuffix(file, ".json") => file("${path.module}/teams/${file}") }
  layouts  = flatten([for configuration in local.teams : try([for account in jsondecode(configuration).accounts : coalesce(try(account.layout, null), module.rotation_lambda.function.layout)], [])])
  accounts = length(local.layouts)
  rules    = length(flatten([for team in module.team : team.rule_arns]))

  # In Secrets Manager, a rotation writes the only secret of an account once, but each of several secrets twice: it stages and promotes them. In
  # Parameter Store, it writes each parameter once.
  writes_by_layout = {
    secrets-manager = { separate = 6, combined = 1, both = 8 }
    parameter-store = { separate = 3, combined = 1, both = 4 }
  }[var.store]
  writes = sum(concat([0], [for layout in local.layouts : lookup(local.writes_by_layout, layout, 0)]))

  # 30 % of the quota is left for retries, repairs and other writers.
  writes_per_second = coalesce(var.writes_per_second, { secrets-manager = 50, parameter-store = 3 }[var.store])
  available_writes  = 0.7 * local.writes_per_second
  settings          = var.store == "parameter-store" && var.writes_per_second != null ? { ParameterStore__MaxWritesPerSecond = tostring(var.writes_per_second) } : {}

  # What to do if the quota is too low.
  more_writes = {
    secrets-manager = "divide the teams among several AWS accounts or Regions"
    parameter-store = "change to the combined layout, or switch on the higher throughput of Parameter Store and then set writes_per_second to 10"
  }[var.store]
}

module "rotation_lambda" {
  source = "../../modules/rotation-lambda"

  filename       = var.filename
  store          = var.store
  previous_store = var.previous_store
  settings       = local.settings
  stale_minutes  = max(15, ceil((var.check_minutes + 4) / 5) * 5)
  alarm_actions  = [aws_sns_topic.alarms.arn]
}

module "account_alarm" {
  source = "../../modules/account-alarm"

  function         = module.rotation_lambda.function
  minimum_validity = max(60, values(module.team)[*].alarm_validity...)
  alarm_actions    = [aws_sns_topic.alarms.arn]
}

module "team" {
  source   = "../../modules/team"
  for_each = local.teams

  name             = each.key
  configuration    = each.value
  events           = null # Files are known when the plan is made.
  interval_minutes = var.interval_minutes
  check_minutes    = var.check_minutes
  enabled          = !contains(var.paused_teams, each.key)
  function         = module.rotation_lambda.function
  alarm_actions    = [aws_sns_topic.alarms.arn]
}

check "quotas" {
  assert {
    condition     = local.writes <= local.available_writes * var.interval_minutes * 60
    error_message = "${local.accounts} accounts need ${local.writes} writes in ${var.interval_minutes} minutes, but 70 % of the quota of ${local.writes_per_second} writes per second is only ${floor(local.available_writes * var.interval_minutes * 60)}. Choose a longer interval, or ${local.more_writes}."
  }

  # Teams that were created in one apply are renewed for the first time within one check interval, and together ever after.
  assert {
    condition     = local.writes <= local.available_writes * var.check_minutes * 60
    error_message = "If all teams are created in one apply, ${local.accounts} accounts need ${local.writes} writes in ${var.check_minutes} minutes, but 70 % of the quota of ${local.writes_per_second} writes per second is only ${floor(local.available_writes * var.check_minutes * 60)}. Choose a larger check_minutes, apply the teams in several steps, or ${local.more_writes}."
  }

  assert {
    condition     = local.rules <= var.rules_per_bus
    error_message = "The teams need ${local.rules} EventBridge rules, but the quota of the event bus is ${var.rules_per_bus}. Request an increase of the quota and then change rules_per_bus."
  }
}

# CHANGE: add subscriptions for whoever should be notified.
resource "aws_sns_topic" "alarms" {
  name = "concourse-credential-rotation-alarms"
}

# The schedules of 500 teams, whose names differ as little as names can.

module "schedule" {
  source   = "../../schedule"
  for_each = toset([for i in range(500) : "team-${i}"])

  name    = each.key
  minutes = 10
}

output "teams_by_minute" {
  value = { for minute, teams in { for team in module.schedule : regex("[0-9]+", team.expression) => team... } : minute => length(teams) }
}

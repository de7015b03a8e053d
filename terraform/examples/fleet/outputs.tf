output "rotation_role_arn" {
  description = "ARN of the execution role, which the CI roles must trust."
  value       = module.rotation_lambda.role_arn
}

output "teams" {
  description = "Schedule, external ID and minimum validity of the credentials in seconds, by team."
  value = { for name, team in module.team : name => {
    schedule            = team.schedule_expression
    external_id         = team.external_id
    guaranteed_validity = team.guaranteed_validity
  } }
}

output "writes_per_second" {
  description = "Average number of writes per second that the fleet needs."
  value       = local.writes / (var.interval_minutes * 60)
}

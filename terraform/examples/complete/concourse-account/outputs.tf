output "rotation_role_arn" {
  description = "ARN of the execution role, which the CI roles must trust. The second apply needs it."
  value       = module.rotation_lambda.role_arn
}

output "guaranteed_validity" {
  description = "Minimum time in seconds for which the credentials of a step are valid, by team."
  value       = { for name, team in module.team : name => team.guaranteed_validity }
}

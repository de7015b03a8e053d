output "rotation_role_arn" {
  description = "The second apply needs it: the role that the CI roles must trust."
  value       = module.rotation_lambda.role_arn
}

output "guaranteed_validity" {
  description = "For how many seconds a step's credentials are valid at least, by team."
  value       = { for name, team in module.team : name => team.guaranteed_validity }
}

output "role_arn" {
  description = "ARN of the CI role. The list of teams in the first apply must contain it for this account."
  value       = module.example_team_in_divx_lab.arn
}

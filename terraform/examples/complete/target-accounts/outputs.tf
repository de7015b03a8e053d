output "role_arn" {
  description = "What the first apply's list of teams must name for this account."
  value       = module.example_team_in_divx_lab.arn
}

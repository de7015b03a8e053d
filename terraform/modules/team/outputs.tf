output "guaranteed_validity" {
  description = "For how many seconds the credentials that a step gets are valid at least."
  value       = local.shortest_session - (local.renew_after_minutes + var.interval_minutes) * 60
}

output "external_id" {
  description = "What the trust policies of the team's CI roles should ask for."
  value       = "${var.function.external_id_prefix}${var.name}"
}

output "rule_arns" {
  description = "ARNs of the team's EventBridge rules."
  value       = aws_cloudwatch_event_rule.this[*].arn
}

output "alias" {
  description = "The alias of the function that is the team's own: the qualifier to invoke it with by hand."
  value       = aws_lambda_alias.this.name
}

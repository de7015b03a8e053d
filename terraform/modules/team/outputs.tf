output "guaranteed_validity" {
  description = "Minimum time in seconds for which the credentials of a step are valid."
  value       = local.guaranteed_validity
}

output "alarm_validity" {
  description = "Validity in seconds that suits the team's schedule as `minimum_validity` of the account-alarm module."
  value       = local.alarm_validity
}

output "external_id" {
  description = "External ID that the trust policies of the team's CI roles should require."
  value       = "${var.function.external_id_prefix}${local.name}"
}

output "schedule_expression" {
  description = "Schedule of the team's EventBridge rules. The minute of a cron expression is derived from the team's name."
  value       = module.schedule.expression
}

output "rule_arns" {
  description = "ARNs of the team's EventBridge rules."
  value       = aws_cloudwatch_event_rule.this[*].arn
}

output "alias" {
  description = "The team's alias of the function. Use it as the qualifier to invoke the function manually."
  value       = aws_lambda_alias.this.name
}

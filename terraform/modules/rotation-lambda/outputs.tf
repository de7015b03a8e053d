output "function" {
  description = "Properties of the function that the team and account-alarm modules need."
  value = {
    arn                          = aws_lambda_function.this.arn
    name                         = aws_lambda_function.this.function_name
    metric_namespace             = local.metric_namespace
    runbook_url                  = var.runbook_url
    store                        = var.store
    secrets_prefix               = var.secrets_prefix
    layout                       = coalesce(var.layout, "separate")
    external_id_prefix           = var.external_id_prefix
    dead_letter_queue_arn        = aws_sqs_queue.dead_letters.arn
    maximum_retry_attempts       = var.maximum_retry_attempts
    maximum_event_age_in_seconds = var.maximum_event_age_in_seconds
  }

  # A team's rule must not invoke the function before the function has its permissions.
  depends_on = [aws_iam_role_policy.this]
}

output "role_arn" {
  description = "ARN of the execution role. The trust policies of the CI roles must name it."
  value       = aws_iam_role.this.arn
}

output "concourse_policy_json" {
  description = "IAM policy that Concourse's credential manager needs to read the secrets, from `store` and `previous_store`."
  value       = data.aws_iam_policy_document.concourse.json
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "dead_letter_queue_arn" {
  description = "ARN of the queue that receives the events of rotations that failed after all retries."
  value       = aws_sqs_queue.dead_letters.arn
}

output "saved_queries" {
  description = "Names of the saved queries of CloudWatch Logs Insights."
  value       = [for query in aws_cloudwatch_query_definition.this : query.name]
}

output "dashboard_arn" {
  description = "ARN of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_arn
}

output "function" {
  description = "What the team module needs to know of the function."
  value = {
    arn                          = aws_lambda_function.this.arn
    name                         = aws_lambda_function.this.function_name
    metric_namespace             = local.metric_namespace
    external_id_prefix           = var.external_id_prefix
    dead_letter_queue_arn        = aws_sqs_queue.dead_letters.arn
    maximum_retry_attempts       = var.maximum_retry_attempts
    maximum_event_age_in_seconds = var.maximum_event_age_in_seconds
  }

  # A team's rule must not invoke what may not do its work yet.
  depends_on = [aws_iam_role_policy.this]
}

output "role_arn" {
  description = "ARN of the execution role: what the trust policies of the CI roles must name."
  value       = aws_iam_role.this.arn
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "dead_letter_queue_arn" {
  description = "ARN of the queue that gets the rotations that failed and were given up."
  value       = aws_sqs_queue.dead_letters.arn
}

output "dashboard_arn" {
  description = "ARN of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_arn
}

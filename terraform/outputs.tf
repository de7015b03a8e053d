output "function_arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "role_arn" {
  description = "ARN of the execution role: what the trust policies of the teams' roles admit."
  value       = aws_iam_role.this.arn
}

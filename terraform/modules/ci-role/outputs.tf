output "arn" {
  description = "ARN of the role. Use it as the `role_arn` of an account in the team module."
  value       = aws_iam_role.this.arn
}

output "name" {
  description = "Name of the role."
  value       = aws_iam_role.this.name
}

output "alarm_arn" {
  description = "ARN of the alarm for accounts that fail."
  value       = aws_cloudwatch_metric_alarm.failed.arn
}

output "expiring_alarm_arn" {
  description = "ARN of the alarm for accounts whose credentials are about to expire."
  value       = aws_cloudwatch_metric_alarm.expiring.arn
}

locals {
  widgets = [
    {
      title = "Rotations"
      stat  = "Sum"
      metrics = [
        for name in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", name, "FunctionName", var.name]
      ]
    },
    {
      title = "Successful rotations by team"
      stat  = "Sum"
      metrics = [
        [{ expression = "SEARCH('{\"${local.metric_namespace}\",Team} MetricName=\"SucceededRotations\"', 'Sum', ${local.alarm_period})", label = "" }],
      ]
    },
    {
      title = "Duration (p50, maximum)"
      stat  = "Maximum"
      metrics = [
        ["AWS/Lambda", "Duration", "FunctionName", var.name, { stat = "p50" }],
        ["AWS/Lambda", "Duration", "FunctionName", var.name],
      ]
    },
    {
      title   = "Dead letters"
      stat    = "Maximum"
      metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.dead_letters.name]]
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [for i, widget in local.widgets : {
      type   = "metric"
      x      = (i % 2) * 12
      y      = floor(i / 2) * 6
      width  = 12
      height = 6
      properties = {
        title   = widget.title
        region  = local.region
        stat    = widget.stat
        period  = local.alarm_period
        metrics = widget.metrics
      }
    }]
  })
}

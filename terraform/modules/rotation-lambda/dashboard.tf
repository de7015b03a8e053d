locals {
  # The writes of the store that share a quota, and the quota for a second in an account and Region. Service Quotas cannot show it in a graph, because the
  # operations share it.
  write_operations = { secrets-manager = ["PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage"], parameter-store = ["PutParameter"] }[var.store]
  write_quota      = { secrets-manager = 50, parameter-store = max(3, tonumber(lookup(var.settings, "ParameterStore__MaxWritesPerSecond", "3"))) }[var.store]

  # The writes of one account's rotation.
  writes_per_rotation = {
    secrets-manager = { separate = 6, combined = 1, both = 8 }
    parameter-store = { separate = 3, combined = 1, both = 4 }
  }[var.store][coalesce(var.layout, "separate")]

  tables = [
    { title = "Who is about to expire: less than ten minutes left", query = "about-to-expire" },
    { title = "Who is failing: accounts whose last rotation failed", query = "failing-accounts" },
  ]

  graphs = [
    {
      title  = "How much of the quota is used: writes per second to ${local.store_name}"
      stat   = "Sum"
      period = 60
      metrics = [
        [{
          expression = "SUM(SEARCH('{AWS/Usage,Class,Resource,Service,Type} MetricName=\"CallCount\" Type=\"API\" Resource=(${join(" OR ", [for operation in local.write_operations : "\"${operation}\""])})', 'Sum', 60)) / 60"
          label      = "All callers, as counted by AWS"
        }],
        [{ expression = "rotated * ${local.writes_per_rotation} / 60", label = "This function, estimated from its rotations" }],
        [local.metric_namespace, "RotatedAccounts", { id = "rotated", visible = false }],
      ]
      limit = local.write_quota
    },
    {
      title   = "Throttled requests"
      stat    = "Sum"
      period  = 60
      metrics = [[local.metric_namespace, "ThrottledRequests"]]
      limit   = null
    },
    {
      title  = "Rotations"
      stat   = "Sum"
      period = local.alarm_period
      metrics = [
        for name in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", name, "FunctionName", var.name]
      ]
      limit = null
    },
    {
      title  = "Successful rotations by team"
      stat   = "Sum"
      period = local.alarm_period
      metrics = [
        [{ expression = "SEARCH('{\"${local.metric_namespace}\",Team} MetricName=\"SucceededRotations\"', 'Sum', ${local.alarm_period})", label = "" }],
      ]
      limit = null
    },
    {
      title  = "Duration (p50, maximum)"
      stat   = "Maximum"
      period = local.alarm_period
      metrics = [
        ["AWS/Lambda", "Duration", "FunctionName", var.name, { stat = "p50" }],
        ["AWS/Lambda", "Duration", "FunctionName", var.name],
      ]
      limit = null
    },
    {
      title   = "Dead letters"
      stat    = "Maximum"
      period  = local.alarm_period
      metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.dead_letters.name]]
      limit   = null
    },
  ]

  # Two in a row.
  widgets = concat(
    [for table in local.tables : {
      type = "log"
      properties = {
        title  = table.title
        region = local.region
        view   = "table"
        query  = "SOURCE '${aws_cloudwatch_log_group.this.name}' | ${trimspace(local.queries[table.query])}"
      }
    }],
    [for graph in local.graphs : {
      type = "metric"
      properties = merge(
        {
          title   = graph.title
          region  = local.region
          stat    = graph.stat
          period  = graph.period
          metrics = graph.metrics
        },
        graph.limit == null ? {} : { annotations = { horizontal = [{ label = "Quota", value = graph.limit }] } },
      )
    }],
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [for i, widget in local.widgets : merge(widget, {
      x      = (i % 2) * 12
      y      = floor(i / 2) * 6
      width  = 12
      height = 6
    })]
  })
}

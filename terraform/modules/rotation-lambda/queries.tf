# Saved queries of CloudWatch Logs Insights, which the alarms name and the dashboard shows. They cost nothing until they are run.
locals {
  queries = {
    # A line says how long the credentials were valid at its time. now() makes the value fall also if there are no more lines. With the default schedule,
    # an account that is renewed in time always has more than ten minutes left.
    about-to-expire = <<-QUERY
      fields toMillis(@timestamp) / 1000 + validitySeconds - now() as secondsLeft
      | filter ispresent(validitySeconds)
      | stats latest(secondsLeft) as lastSecondsLeft, latest(outcome) as lastOutcome, latest(step) as lastStep, latest(errorCode) as lastErrorCode, latest(error) as lastError, latest(@timestamp) as lastLine by team, account
      | filter lastSecondsLeft < 600
      | sort lastSecondsLeft asc
      | limit 100
    QUERY

    # The accounts whose last rotation failed, not those that have recovered since.
    failing-accounts = <<-QUERY
      filter ispresent(outcome)
      | stats latest(outcome) as lastOutcome, latest(step) as lastStep, latest(errorCode) as lastErrorCode, latest(error) as lastError, latest(@timestamp) as lastLine by team, account
      | filter lastOutcome in ["failed", "torn"]
      | sort lastLine desc
      | limit 100
    QUERY

    # Replace example-team.
    team-history = <<-QUERY
      fields @timestamp, eventName, account, step, errorCode, validitySeconds, error
      | filter team = "example-team"
      | sort @timestamp desc
      | limit 200
    QUERY

    throttling = <<-QUERY
      filter eventName = "requestsThrottled"
      | stats sum(throttledRequests) as requests, max(throttledWaitSeconds) as longestWait, count_distinct(team) as teams by bin(1m)
      | sort requests desc
      | limit 100
    QUERY

    invocations = <<-QUERY
      filter type = "platform.report"
      | stats count(*) as invocations, max(record.metrics.durationMs) as longest by record.status, bin(10m)
    QUERY
  }

  query_names = { for query in keys(local.queries) : query => "${var.name}/${query}" }
}

resource "aws_cloudwatch_query_definition" "this" {
  for_each = local.queries

  name            = local.query_names[each.key]
  log_group_names = [aws_cloudwatch_log_group.this.name]
  query_string    = trimspace(each.value)
}

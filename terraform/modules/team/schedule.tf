locals {
  # The age in seconds from which credentials are renewed; 0 if each invocation renews them. At the check that is due, they are a little younger than
  # the interval, so this is half a check earlier.
  configured_renew_after = try(tonumber(local.configuration.renewAfter), null)
  interval_renew_after   = var.check_minutes < var.interval_minutes ? var.interval_minutes * 60 - var.check_minutes * 30 : 0
  renew_after            = local.configured_renew_after != null ? local.configured_renew_after : local.interval_renew_after
  guaranteed_validity    = local.min_session - local.renew_after - var.check_minutes * 60

  schedule_errors = compact([
    # A renewAfter of 0 in the configuration is an error as well.
    local.renew_after < 900 && (local.configured_renew_after != null || local.interval_renew_after != 0)
    ? "${local.configured_renew_after != null ? "renewAfter" : "interval_minutes"}: credentials must be renewed at an age of at least 900 seconds, ${local.in_parameter_store ? "" : "because a secret keeps its versions for a day and can have 100, "}but would be renewed at ${local.renew_after}" : "",
    local.renew_after != 0 && local.renew_after % (var.check_minutes * 60) == 0
    ? "renewAfter: must not be a multiple of check_minutes (${var.check_minutes * 60} seconds), because at the check that is due, credentials are a fraction of a second younger than ${local.renew_after} seconds and would be renewed one check later" : "",
    local.guaranteed_validity < 300
    ? "interval_minutes: credentials that are renewed at an age of up to ${local.renew_after + var.check_minutes * 60} seconds leave ${local.guaranteed_validity} seconds of a session of ${local.min_session} seconds for a step, but at least 300 are required" : "",
  ])
}

module "schedule" {
  source = "./schedule"

  name    = local.name
  minutes = var.check_minutes
}

resource "aws_cloudwatch_event_rule" "this" {
  count = ceil(local.event_count / local.max_targets_per_rule)

  # The names of the others have a hash, because a number could be that of another team.
  name                = count.index == 0 ? local.base_name : "${substr(local.base_name, 0, 51)}-${substr(sha1("${local.name} ${count.index + 1}"), 0, 8)}"
  description         = "Rotates the AWS credentials of the Concourse team ${local.name}."
  schedule_expression = module.schedule.expression
  state               = var.enabled ? "ENABLED" : "DISABLED"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  count = local.event_count

  rule      = aws_cloudwatch_event_rule.this[floor(count.index / local.max_targets_per_rule)].name
  target_id = "accounts-${count.index + 1}"
  arn       = aws_lambda_alias.this.arn
  input     = local.events[count.index]

  lifecycle {
    precondition {
      condition     = length(local.events[count.index]) <= local.max_input_length
      error_message = "An event of the team ${local.name} has ${length(local.events[count.index])} characters, but EventBridge accepts at most ${local.max_input_length}. If it has several accounts, set the module's input events to null or to a larger number; otherwise shorten the policy or tags of its account's session."
    }
  }
}

resource "aws_lambda_permission" "this" {
  count = ceil(local.event_count / local.max_targets_per_rule)

  statement_id  = "team-${substr(sha1(local.name), 0, 16)}-${count.index + 1}"
  action        = "lambda:InvokeFunction"
  function_name = var.function.name
  qualifier     = aws_lambda_alias.this.name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.this[count.index].arn
}

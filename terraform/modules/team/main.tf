locals {
  # EventBridge accepts at most 8,192 characters per input and five targets per rule.
  max_input_length     = 8192
  max_targets_per_rule = 5

  team = merge(
    { for field, value in local.configuration : field => value if field != "accounts" },
    local.renew_after == 0 ? {} : { renewAfter = local.renew_after },
  )
  max_account_length = max(1, [for account in local.accounts : length(jsonencode(account)) + 1]...)
  accounts_per_event = max(1, floor((local.max_input_length - length(jsonencode(merge(local.team, { accounts = [] })))) / local.max_account_length))

  # The input comes first: a number that is only known after the apply would make an invalid count.
  event_count = var.events != null ? var.events : max(1, ceil(length(local.accounts) / local.accounts_per_event))
  events = [for i in range(local.event_count) : jsonencode(merge(local.team, {
    accounts = slice(local.accounts, floor(i * length(local.accounts) / local.event_count), floor((i + 1) * length(local.accounts) / local.event_count))
  }))]

  # Must match the function (TeamAlias). A name that is not valid for an alias gets a hash to keep it unique.
  alias = (
    can(regex("^[A-Za-z0-9_-]+$", local.name)) && !can(regex("^[0-9]+$|-[0-9a-f]{16}$", local.name))
    ? local.name
    : "${substr(replace(local.name, "/[^A-Za-z0-9_-]/", "_"), 0, 100)}-${substr(sha256(local.name), 0, 16)}"
  )

  # A name that is not valid or too long for a rule gets a hash to keep it unique.
  plain_name = "${var.function.name}-${local.name}"
  base_name = (
    can(regex("^[A-Za-z0-9_.-]{1,60}$", local.plain_name))
    ? local.plain_name
    : "${substr(replace(local.plain_name, "@", "_"), 0, 51)}-${substr(sha1(local.name), 0, 8)}"
  )
}

# The alias tells the function which team invokes it. Lambda reports the alias independently of the event.
resource "aws_lambda_alias" "this" {
  name             = local.alias
  description      = "Invokes the function for the Concourse team ${local.name}."
  function_name    = var.function.name
  function_version = "$LATEST"

  # A validation of the variable could not use the locals that depend on it.
  lifecycle {
    precondition {
      condition     = length(local.errors) == 0
      error_message = "The team's configuration is invalid: ${join("; ", slice(local.errors, 0, min(20, length(local.errors))))}${length(local.errors) > 20 ? "; and ${length(local.errors) - 20} more" : ""}."
    }

    # A rotation that sees only a part of the accounts could report a secret of another part as left behind by a change of the layout.
    precondition {
      condition     = local.event_count == 1 || length(local.ambiguous_names) == 0
      error_message = "The team ${local.name} has several events, so no account may have the name of another one's secret: ${join(", ", local.ambiguous_names)}."
    }

    precondition {
      condition     = local.event_count <= max(1, length(local.accounts))
      error_message = "events is ${local.event_count}, but the team ${local.name} has only ${length(local.accounts)} accounts."
    }
  }
}

# Each alias has its own configuration for asynchronous invocation.
resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = var.function.name
  qualifier                    = aws_lambda_alias.this.name
  maximum_retry_attempts       = var.function.maximum_retry_attempts
  maximum_event_age_in_seconds = var.function.maximum_event_age_in_seconds

  destination_config {
    on_failure {
      destination = var.function.dead_letter_queue_arn
    }
  }
}

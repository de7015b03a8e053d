locals {
  # Role chaining: STS gives the function's sessions an hour at most.
  longest_session  = 3600
  shortest_session = min(local.longest_session, [for account in var.accounts : coalesce(account.duration, local.longest_session)]...)

  # For sums, and for messages, in which null is an error even when they are not shown.
  renew_after_minutes = coalesce(var.renew_after_minutes, 0)
}

variable "name" {
  description = "Name of the Concourse team."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.@-]{1,128}$", var.name)) && var.name != "." && !strcontains(var.name, "..")
    error_message = "name must be 1 to 128 of A-Z a-z 0-9 _ . @ -, and neither be . nor contain .. (it is a part of the secrets' path)."
  }
}

variable "accounts" {
  description = "The team's AWS accounts: `name`, unique within the team; `role_arn`, the CI role; `duration` of a session in seconds, of which the function gets 3600 at most; `session`, what narrows it: `name`, a template with `{{.Team}}` and `{{.Account}}`, `policy_arns`, `policy` as JSON, `tags`, `transitive_tag_keys`, `source_identity`."
  type = list(object({
    name     = string
    role_arn = string
    duration = optional(number)
    session = optional(object({
      name                = optional(string)
      policy_arns         = optional(list(string))
      policy              = optional(string)
      tags                = optional(map(string))
      transitive_tag_keys = optional(list(string))
      source_identity     = optional(string)
    }))
  }))

  validation {
    condition     = length(var.accounts) > 0
    error_message = "accounts must have at least one account."
  }

  validation {
    condition     = alltrue([for account in var.accounts : can(regex("^[A-Za-z0-9_.@-]{1,128}$", account.name)) && account.name != "." && !strcontains(account.name, "..")])
    error_message = "The name of each account must be 1 to 128 of A-Z a-z 0-9 _ . @ -, and neither be . nor contain .. (it is a part of the secrets' path)."
  }

  validation {
    condition     = length(var.accounts) == length(distinct(var.accounts[*].name))
    error_message = "The names of a team's accounts must be unique."
  }

  validation {
    condition     = alltrue([for account in var.accounts : can(regex("^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/([!-~]*/)?[A-Za-z0-9_+=,.@-]{1,64}$", account.role_arn)) && length(account.role_arn) <= 2048])
    error_message = "Each role_arn must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/concourse-ci-example."
  }

  validation {
    condition     = alltrue([for account in var.accounts : coalesce(account.duration, 3600) >= 900 && coalesce(account.duration, 3600) <= 43200 && floor(coalesce(account.duration, 3600)) == coalesce(account.duration, 3600)])
    error_message = "Each duration must be 900 to 43200 whole seconds."
  }

  validation {
    condition = alltrue([for session in var.accounts[*].session : session == null ? true : (
      length(coalesce(session.policy_arns, [])) <= 10
      && alltrue([for arn in coalesce(session.policy_arns, []) : can(regex("^arn:aws(-[a-z]+)*:iam::(aws|[0-9]{12}):policy/[!-~]+$", arn))])
      && (session.policy == null || can(keys(jsondecode(session.policy))))
      && length(join("", coalesce(session.policy_arns, []))) + length(session.policy == null ? "" : session.policy) <= 2048
    )])
    error_message = "A session takes at most 10 policy_arns, the ARNs of IAM policies, and a policy in JSON, together of at most 2048 characters."
  }

  validation {
    condition = alltrue([for session in var.accounts[*].session : session == null ? true : (
      length(coalesce(session.tags, {})) <= 50
      && alltrue([for key, value in coalesce(session.tags, {}) : length(key) >= 1 && length(key) <= 128 && length(value) <= 256 && !startswith(lower(key), "aws:") && can(regex("^[\\pL\\pZ\\pN_.:/=+@-]*$", "${key}${value}"))])
      && length(distinct([for key in keys(coalesce(session.tags, {})) : lower(key)])) == length(coalesce(session.tags, {}))
      && alltrue([for key in coalesce(session.transitive_tag_keys, []) : contains(keys(coalesce(session.tags, {})), key)])
    )])
    error_message = "A session takes at most 50 tags, keys of 1 to 128 and values of at most 256 letters, digits, spaces and _ . : / = + - @, each key once without regard to case and not beginning with aws:; transitive_tag_keys must be keys of the tags."
  }

  validation {
    condition = alltrue([for account in var.accounts : try(account.session, null) == null ? true : (
      can(regex("^[A-Za-z0-9_+=,.@-]{2,64}$", coalesce(account.session.source_identity, "none")))
      && can(regex("^[A-Za-z0-9_+=,.@-]{2,64}$", replace(replace(coalesce(account.session.name, "none"), "{{.Team}}", var.name), "{{.Account}}", account.name)))
    )])
    error_message = "A session's source_identity, and its name with {{.Team}} and {{.Account}} filled in, must be 2 to 64 of A-Z a-z 0-9 _ + = , . @ -."
  }
}

# Variables whose validations refer to each other are a cycle: what concerns both this and renew_after_minutes is validated here.
variable "interval_minutes" {
  description = "How often the function is invoked for the team: at least 15, or 5 with `renew_after_minutes`. Without it each invocation renews the credentials."
  type        = number
  default     = 50

  validation {
    condition     = var.interval_minutes >= (var.renew_after_minutes == null ? 15 : 5) && floor(var.interval_minutes) == var.interval_minutes
    error_message = "interval_minutes must be a whole number of at least 15, or of at least 5 with renew_after_minutes; it is ${var.interval_minutes}. A secret that is written more often than every 15 minutes uses up its 100 versions."
  }

  validation {
    condition     = local.shortest_session - (local.renew_after_minutes + var.interval_minutes) * 60 >= 300
    error_message = "A session of ${local.shortest_session} seconds that is renewed at the age of ${var.renew_after_minutes == null ? "" : "${local.renew_after_minutes} (renew_after_minutes) + "}${var.interval_minutes} (interval_minutes) minutes has ${local.shortest_session - (local.renew_after_minutes + var.interval_minutes) * 60} seconds left; a step must have 300 at least. Choose smaller values or a longer duration."
  }

  # Nothing can be divided without renew_after_minutes, or by an interval of 0, which is refused above.
  validation {
    condition     = try(var.renew_after_minutes % var.interval_minutes != 0, true)
    error_message = "renew_after_minutes must not be a multiple of interval_minutes; they are ${local.renew_after_minutes} and ${var.interval_minutes}. After ${local.renew_after_minutes} minutes the credentials are still a fraction of a second younger than that, so that they would be renewed ${var.interval_minutes} minutes later."
  }
}

variable "renew_after_minutes" {
  description = "The age from which credentials are renewed, at least 15 and not a multiple of `interval_minutes`; younger ones are skipped, unless something is wrong with them. Null to renew at each invocation."
  type        = number
  default     = null

  validation {
    condition     = var.renew_after_minutes == null ? true : var.renew_after_minutes >= 15 && floor(var.renew_after_minutes) == var.renew_after_minutes
    error_message = "renew_after_minutes must be a whole number of at least 15; it is ${coalesce(var.renew_after_minutes, 0)}. A secret that is written more often than every 15 minutes uses up its 100 versions."
  }
}

variable "function" {
  description = "The output `function` of the rotation-lambda module."
  type = object({
    name                         = string
    metric_namespace             = string
    external_id_prefix           = string
    dead_letter_queue_arn        = string
    maximum_retry_attempts       = number
    maximum_event_age_in_seconds = number
  })
}

variable "enabled" {
  description = "Whether the team is rotated; false keeps everything but lets the credentials run out."
  type        = bool
  default     = true
}

variable "alarm_actions" {
  description = "ARNs, such as an SNS topic's, that are told when no rotation of the team succeeded for an hour (less `renew_after_minutes`), and when one does again."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags for all resources of the module."
  type        = map(string)
  default     = {}
}

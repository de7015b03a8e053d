locals {
  # Because of role chaining, STS limits the function's sessions to one hour.
  max_session = 3600
  min_session = min(local.max_session, [for account in var.accounts : coalesce(account.duration, local.max_session)]...)

  # For calculations, and for error messages, which fail on null even if they are not shown.
  renew_after_minutes = coalesce(var.renew_after_minutes, 0)
}

variable "name" {
  description = "Name of the Concourse team."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.@-]{1,128}$", var.name)) && var.name != "." && !strcontains(var.name, "..")
    error_message = "name must have 1 to 128 characters from A-Z a-z 0-9 _ . @ -. It must not be . or contain .. because it is part of the secrets' path."
  }
}

variable "accounts" {
  description = "AWS accounts of the team. `name` must be unique within the team. `role_arn` is the CI role. `duration` is the session duration in seconds, which is limited to 3600 in Lambda. `session` adds session policies (`policy_arns`, and `policy` as JSON), `tags`, `transitive_tag_keys`, `source_identity`, and the role session `name`, a template with `{{.Team}}` and `{{.Account}}`."
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
    error_message = "accounts must contain at least one account."
  }

  validation {
    condition     = alltrue([for account in var.accounts : can(regex("^[A-Za-z0-9_.@-]{1,128}$", account.name)) && account.name != "." && !strcontains(account.name, "..")])
    error_message = "The name of each account must have 1 to 128 characters from A-Z a-z 0-9 _ . @ -. It must not be . or contain .. because it is part of the secrets' path."
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
    error_message = "Each duration must be a whole number of seconds between 900 and 43200."
  }

  validation {
    condition = alltrue([for session in var.accounts[*].session : session == null ? true : (
      length(coalesce(session.policy_arns, [])) <= 10
      && alltrue([for arn in coalesce(session.policy_arns, []) : can(regex("^arn:aws(-[a-z]+)*:iam::(aws|[0-9]{12}):policy/[!-~]+$", arn))])
      && (session.policy == null || can(keys(jsondecode(session.policy))))
      && length(join("", coalesce(session.policy_arns, []))) + length(session.policy == null ? "" : session.policy) <= 2048
    )])
    error_message = "A session can have at most 10 policy_arns, which must be ARNs of IAM policies, and a policy in JSON. Together, they can have at most 2048 characters."
  }

  validation {
    condition = alltrue([for session in var.accounts[*].session : session == null ? true : (
      length(coalesce(session.tags, {})) <= 50
      && alltrue([for key, value in coalesce(session.tags, {}) : length(key) >= 1 && length(key) <= 128 && length(value) <= 256 && !startswith(lower(key), "aws:") && can(regex("^[\\pL\\pZ\\pN_.:/=+@-]*$", "${key}${value}"))])
      && length(distinct([for key in keys(coalesce(session.tags, {})) : lower(key)])) == length(coalesce(session.tags, {}))
      && alltrue([for key in coalesce(session.transitive_tag_keys, []) : contains(keys(coalesce(session.tags, {})), key)])
    )])
    error_message = "A session can have at most 50 tags. Keys must have 1 to 128 characters and values at most 256, from letters, digits, spaces and _ . : / = + - @. Keys must be unique regardless of case and must not start with aws:. Each of the transitive_tag_keys must be the key of a tag."
  }

  validation {
    condition = alltrue([for account in var.accounts : try(account.session, null) == null ? true : (
      can(regex("^[A-Za-z0-9_+=,.@-]{2,64}$", coalesce(account.session.source_identity, "none")))
      && can(regex("^[A-Za-z0-9_+=,.@-]{2,64}$", replace(replace(coalesce(account.session.name, "none"), "{{.Team}}", var.name), "{{.Account}}", account.name)))
    )])
    error_message = "A session's source_identity must have 2 to 64 characters from A-Z a-z 0-9 _ + = , . @ -, and its name must expand to 2 to 64 of these characters."
  }
}

# Validations of two variables must not refer to each other. Rules for both this variable and renew_after_minutes are therefore checked here.
variable "interval_minutes" {
  description = "Interval between invocations in minutes: at least 15, or at least 5 if `renew_after_minutes` is set. Without `renew_after_minutes`, each invocation renews the credentials."
  type        = number
  default     = 50

  validation {
    condition     = var.interval_minutes >= (var.renew_after_minutes == null ? 15 : 5) && floor(var.interval_minutes) == var.interval_minutes
    error_message = "interval_minutes must be a whole number of at least 15, or at least 5 if renew_after_minutes is set, but is ${var.interval_minutes}. A secret that is written more often than every 15 minutes uses up its 100 versions."
  }

  validation {
    condition     = local.min_session - (local.renew_after_minutes + var.interval_minutes) * 60 >= 300
    error_message = "A session of ${local.min_session} seconds that is renewed after ${var.renew_after_minutes == null ? "" : "${local.renew_after_minutes} (renew_after_minutes) + "}${var.interval_minutes} (interval_minutes) minutes leaves ${local.min_session - (local.renew_after_minutes + var.interval_minutes) * 60} seconds for a step, but at least 300 are required. Choose smaller values or a longer duration."
  }

  # The division fails without renew_after_minutes and with an interval of 0, which the first validation rejects.
  validation {
    condition     = try(var.renew_after_minutes % var.interval_minutes != 0, true)
    error_message = "renew_after_minutes must not be a multiple of interval_minutes, but they are ${local.renew_after_minutes} and ${var.interval_minutes}. At the invocation after ${local.renew_after_minutes} minutes, the credentials are a fraction of a second younger than that, so they would be renewed ${var.interval_minutes} minutes later."
  }
}

variable "renew_after_minutes" {
  description = "Age in minutes from which credentials are renewed: at least 15, and not a multiple of `interval_minutes`. Younger credentials are skipped unless they are torn or missing. Null to renew them at each invocation."
  type        = number
  default     = null

  validation {
    condition     = var.renew_after_minutes == null ? true : var.renew_after_minutes >= 15 && floor(var.renew_after_minutes) == var.renew_after_minutes
    error_message = "renew_after_minutes must be a whole number of at least 15, but is ${coalesce(var.renew_after_minutes, 0)}. A secret that is written more often than every 15 minutes uses up its 100 versions."
  }
}

variable "function" {
  description = "Output `function` of the rotation-lambda module."
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
  description = "Whether the team is rotated. If false, all resources are kept, but the credentials expire."
  type        = bool
  default     = true
}

variable "alarm_actions" {
  description = "ARNs, for example of an SNS topic, that are notified when no rotation of the team has succeeded for the duration of its shortest session (less `renew_after_minutes`), and when one succeeds again."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags for all resources of the module."
  type        = map(string)
  default     = {}
}

locals {
  # Role chaining: STS gives the function's sessions an hour at most.
  longest_session  = 3600
  shortest_session = min(local.longest_session, [for account in var.accounts : coalesce(account.duration, local.longest_session)]...)
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

variable "interval_minutes" {
  description = "How often the team is rotated. A step that starts just before a rotation has what is left of the session: an hour less this."
  type        = number
  default     = 50

  validation {
    condition     = var.interval_minutes >= 15 && floor(var.interval_minutes) == var.interval_minutes
    error_message = "interval_minutes must be a whole number from 15: a secret that is written more often uses up its 100 versions."
  }

  validation {
    condition     = local.shortest_session - var.interval_minutes * 60 >= 300
    error_message = "Of a session of ${local.shortest_session} seconds an interval of ${var.interval_minutes} minutes leaves ${local.shortest_session - var.interval_minutes * 60} seconds; a step must have 300 at least. Choose a shorter interval or a longer duration."
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
  description = "ARNs, such as an SNS topic's, that are told when the team was not rotated for an hour, and when it is again."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags for all resources of the module."
  type        = map(string)
  default     = {}
}

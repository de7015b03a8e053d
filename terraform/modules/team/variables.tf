variable "configuration" {
  description = "Configuration of the team as JSON, with the field names of `docs/team-configuration.md`: the text of a file, or `jsonencode` of an object. It is the event that the function receives, to which `renewAfter` is added if it has none and there are checks."
  type        = string

  validation {
    condition     = can(keys(jsondecode(var.configuration)))
    error_message = "The team's configuration is invalid: (root): must be valid JSON, and an object with name, accounts, renewAfter."
  }
}

variable "name" {
  description = "Name of the Concourse team, which must be the name in the configuration. Set it if the configuration contains values that are known only after the apply. Null to take it from the configuration."
  type        = string
  default     = null
}

variable "events" {
  description = "Number of events among which the accounts are divided. Null for as many as are needed, which requires a configuration that is known when the plan is made."
  type        = number
  default     = 1

  validation {
    condition     = var.events == null ? true : var.events >= 1 && floor(var.events) == var.events
    error_message = "events must be null or a whole number of at least 1."
  }
}

variable "interval_minutes" {
  description = "How often credentials are renewed, in minutes; at least 15."
  type        = number
  default     = 50

  validation {
    condition     = var.interval_minutes >= 15 && floor(var.interval_minutes) == var.interval_minutes
    error_message = "interval_minutes must be a whole number of at least 15, but is ${var.interval_minutes}.${try(var.function.store, "") == "parameter-store" ? "" : " A secret that is written more often than every 15 minutes uses up its 100 versions."}"
  }
}

variable "check_minutes" {
  description = "How often the function is invoked to check whether credentials must be renewed, in minutes; at least 5. `interval_minutes` must be a multiple of it. If they are equal, each invocation renews the credentials."
  type        = number
  default     = 10

  validation {
    condition     = var.check_minutes >= 5 && floor(var.check_minutes) == var.check_minutes
    error_message = "check_minutes must be a whole number of at least 5, but is ${var.check_minutes}."
  }

  validation {
    condition     = try(var.interval_minutes % var.check_minutes == 0, true)
    error_message = "interval_minutes must be a multiple of check_minutes, but they are ${var.interval_minutes} and ${var.check_minutes}. Credentials are renewed at a check."
  }
}

variable "function" {
  description = "Output `function` of the rotation-lambda module."
  type = object({
    name                         = string
    metric_namespace             = string
    runbook_url                  = optional(string, "docs/operations.md")
    store                        = optional(string, "secrets-manager")
    secrets_prefix               = string
    layout                       = string
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
  description = "ARNs, for example of an SNS topic, that are notified when no rotation of the team has succeeded for so long that credentials may expire, and when one succeeds again."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags for all resources of the module."
  type        = map(string)
  default     = {}
}

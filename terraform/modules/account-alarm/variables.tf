variable "function" {
  description = "Output `function` of the rotation-lambda module."
  type = object({
    name                   = string
    metric_namespace       = string
    runbook_url            = optional(string, "docs/operations.md")
    maximum_retry_attempts = number
  })
}

variable "minimum_validity" {
  description = "Validity in seconds below which the alarm `NAME-account-expiring` goes off for an account. 480 suits the default schedule of the team module. For another one, use the module's output `alarm_validity`. See *How it works* in the README."
  type        = number
  default     = 480

  validation {
    condition     = var.minimum_validity >= 60 && var.minimum_validity < 3600 && floor(var.minimum_validity) == var.minimum_validity
    error_message = "minimum_validity must be a whole number from 60 to 3599, but is ${var.minimum_validity}. Sessions last at most an hour."
  }
}

variable "all_accounts" {
  description = "Whether the metric `ValiditySeconds` has a series for every account, and not only for those below `minimum_validity`, so that you can show it in graphs. For at most about 900 teams and accounts together. See *Cost* in the README."
  type        = bool
  default     = false
}

variable "alarm_actions" {
  description = "ARNs, for example of an SNS topic, that are notified of each account when it fails or is about to expire, and when it has recovered."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags for all resources of the module."
  type        = map(string)
  default     = {}
}

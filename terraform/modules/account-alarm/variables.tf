variable "function" {
  description = "Output `function` of the rotation-lambda module."
  type = object({
    name                   = string
    metric_namespace       = string
    maximum_retry_attempts = number
  })
}

variable "alarm_actions" {
  description = "ARNs, for example of an SNS topic, that are notified of each account when it begins to fail and when it has recovered."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags for all resources of the module."
  type        = map(string)
  default     = {}
}

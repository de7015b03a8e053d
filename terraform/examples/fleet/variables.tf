variable "filename" {
  description = "Path of the function's zip file. The default is where `make release` creates it."
  type        = string
  default     = "../../../artifacts/release/credential-rotation-x86_64.zip"
}

variable "interval_minutes" {
  description = "How often credentials are renewed, in minutes."
  type        = number
  default     = 50
}

variable "check_minutes" {
  description = "How often each team is checked, in minutes."
  type        = number
  default     = 10
}

variable "paused_teams" {
  description = "Names of teams that are not rotated for now. Their credentials expire."
  type        = set(string)
  default     = []
}

variable "writes_per_second" {
  description = "Quota of Secrets Manager for PutSecretValue, UpdateSecret and UpdateSecretVersionStage together, per AWS account and Region. It cannot be raised."
  type        = number
  default     = 50
}

variable "rules_per_bus" {
  description = "Quota of EventBridge for rules on the default event bus: 300, or 100 in some Regions. It can be raised. Other rules of the account count as well."
  type        = number
  default     = 300
}

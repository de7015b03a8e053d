variable "filename" {
  description = "Path of the function's zip file. The default is where `make release` creates it."
  type        = string
  default     = "../../../artifacts/release/credential-rotation-x86_64.zip"
}

variable "store" {
  description = "Where the credentials are stored: `secrets-manager` or `parameter-store`. Concourse must read from the same store."
  type        = string
  default     = "secrets-manager"
}

variable "previous_store" {
  description = "Store that Concourse still reads while you move to another one. Null for none."
  type        = string
  default     = null
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
  description = "Quota of the store for writes, per AWS account and Region. Secrets Manager allows 50 calls of PutSecretValue, UpdateSecret and UpdateSecretVersionStage together, which cannot be raised. Parameter Store allows 3 calls of PutParameter, or 10 with higher throughput. Null for 50 or 3."
  type        = number
  default     = null
}

variable "rules_per_bus" {
  description = "Quota of EventBridge for rules on the default event bus: 300, or 100 in some Regions. It can be raised. Other rules of the account count as well."
  type        = number
  default     = 300
}

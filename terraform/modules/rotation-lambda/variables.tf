variable "name" {
  description = "Name of the function, its role and its dashboard, and the beginning of its other resources' names."
  type        = string
  default     = "concourse-credential-rotation"

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,50}$", var.name))
    error_message = "name must be 1 to 50 of A-Z a-z 0-9 _ -."
  }
}

variable "filename" {
  description = "Path of the function's zip, as `make release` makes it."
  type        = string
}

variable "architecture" {
  description = "What the zip was built for: `x86_64` or `arm64`."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture must be x86_64 or arm64."
  }
}

variable "memory_size" {
  description = "The function's memory, in MB; its share of a CPU grows with it."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240
    error_message = "memory_size must be 128 to 10240 MB."
  }
}

variable "timeout" {
  description = "The function's timeout, in seconds. The last 20 of them are kept for promotion."
  type        = number
  default     = 300

  validation {
    condition     = var.timeout >= 60 && var.timeout <= 900
    error_message = "timeout must be 60 to 900 seconds."
  }
}

variable "reserved_concurrent_executions" {
  description = "How many invocations may run at once; -1 for as many as the account has. See *Quotas*."
  type        = number
  default     = -1
}

variable "secrets_prefix" {
  description = "Where the teams' secrets are: PREFIX/TEAM/ACCOUNT-access-key and so on. `/concourse` is Concourse's own default."
  type        = string
  default     = "/concourse"

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_+=.@-]+)+$", var.secrets_prefix)) && length(var.secrets_prefix) <= 200
    error_message = "secrets_prefix must start with a slash, not end in one, and consist of at most 200 of A-Z a-z 0-9 / _ + = . @ -."
  }
}

variable "role_arn_patterns" {
  description = "The CI roles that the function may assume, as ARNs with `*`; null for roles named `concourse-ci-*` in any account."
  type        = list(string)
  default     = null

  validation {
    condition     = alltrue([for pattern in coalesce(var.role_arn_patterns, []) : can(regex("^arn:aws(-[a-z]+)*:iam::[0-9*?]+:role/.+$", pattern))])
    error_message = "Each of role_arn_patterns must be the ARN of a role, with * where it may differ, such as arn:aws:iam::*:role/concourse-ci-*."
  }

  validation {
    condition     = length(coalesce(var.role_arn_patterns, ["default"])) > 0
    error_message = "role_arn_patterns must not be empty: the function would be of no use."
  }
}

variable "allowed_roles" {
  description = "The roles that teams may name in their configuration, each of the three with `*` where anything goes; `{{.Team}}` in `role_arn` stands for the team's name. Empty for any."
  type = list(object({
    team       = optional(string, "*")
    account_id = optional(string, "*")
    role_arn   = optional(string, "*")
  }))
  default = []

  validation {
    condition     = alltrue([for allowed in var.allowed_roles : length(allowed.team) > 0 && can(regex("^[0-9*?]+$", allowed.account_id)) && can(regex("^(\\*|arn:.+)$", allowed.role_arn))])
    error_message = "Each of allowed_roles must have a team, an account_id of digits, * and ?, and a role_arn that begins with arn: or is *."
  }
}

variable "external_id_prefix" {
  description = "How the external id begins that every AssumeRole carries; the team's name follows. Give each Concourse installation another."
  type        = string
  default     = "concourse/"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@:/-]{1,128}$", var.external_id_prefix))
    error_message = "external_id_prefix must be 1 to 128 of A-Z a-z 0-9 _ + = , . @ : / -."
  }
}

variable "allow_session_tags" {
  description = "Whether the function may tag sessions, for accounts whose `session` has tags."
  type        = bool
  default     = false
}

variable "allow_source_identity" {
  description = "Whether the function may set a source identity, for accounts whose `session` has one."
  type        = bool
  default     = false
}

variable "require_team_alias" {
  description = "Whether an event must come by its team's own alias, as the team module's do. Without it, who may make a rule for one team may make one for all."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "ARN of the KMS key for secrets that are created; null for the account's `aws/secretsmanager`, whose alias must exist before."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key (not of an alias)."
  }
}

variable "secret_tags" {
  description = "Tags for secrets that are created."
  type        = map(string)
  default     = {}
}

variable "settings" {
  description = "The function's other settings by their names in the project's README, such as `{ MinimumAge = \"00:05:00\" }`."
  type        = map(string)
  default     = {}
}

variable "maximum_retry_attempts" {
  description = "How often Lambda tries a failed rotation again: 0 to 2."
  type        = number
  default     = 2

  validation {
    condition     = contains([0, 1, 2], var.maximum_retry_attempts)
    error_message = "maximum_retry_attempts must be 0, 1 or 2."
  }
}

variable "maximum_event_age_in_seconds" {
  description = "After how long a rotation that could not be run is given up; the next one is due by then."
  type        = number
  default     = 1800

  validation {
    condition     = var.maximum_event_age_in_seconds >= 60 && var.maximum_event_age_in_seconds <= 21600
    error_message = "maximum_event_age_in_seconds must be 60 to 21600."
  }
}

variable "log_retention_in_days" {
  description = "How long the log is kept, in days."
  type        = number
  default     = 30
}

variable "alarm_actions" {
  description = "ARNs, such as an SNS topic's, that are told when an alarm goes off, and when it is over."
  type        = list(string)
  default     = []
}

variable "vpc" {
  description = "Subnets and security groups to run in; null for none. They must reach STS and Secrets Manager."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null
}

variable "permissions_boundary" {
  description = "ARN of the permissions boundary of the execution role."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags for all resources of the module."
  type        = map(string)
  default     = {}
}

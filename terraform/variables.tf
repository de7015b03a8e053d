variable "name" {
  description = "Name of the function, its role and its log group, and the beginning of its rules' names."
  type        = string
  default     = "concourse-credential-rotation"
}

variable "zip" {
  description = "Path of the function's zip, as `make release` makes it."
  type        = string
}

variable "architecture" {
  description = "What the zip was built for: x86_64 or arm64."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture must be x86_64 or arm64."
  }
}

variable "teams" {
  description = "The teams by name, each with its accounts; duration is in seconds."
  type = map(object({
    accounts = list(object({
      name     = string
      role_arn = string
      duration = optional(number)
    }))
  }))

  validation {
    condition     = alltrue([for team in values(var.teams) : length(team.accounts) == length(distinct(team.accounts[*].name))])
    error_message = "The names of a team's accounts must be unique."
  }

  validation {
    condition     = alltrue(flatten([for team in values(var.teams) : [for account in team.accounts : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", account.role_arn))]]))
    error_message = "Each role_arn must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/ci."
  }

  validation {
    condition     = alltrue(flatten([for team in values(var.teams) : [for account in team.accounts : coalesce(account.duration, 3600) >= 900 && coalesce(account.duration, 3600) <= 43200]]))
    error_message = "Each duration must be 900 to 43200 seconds."
  }
}

variable "path_root" {
  description = "First segments of the secrets' names. Concourse's own default is /concourse."
  type        = string
  default     = "/concourse"

  validation {
    condition     = can(regex("^/[A-Za-z0-9_+=.@-]+(/[A-Za-z0-9_+=.@-]+)*$", var.path_root))
    error_message = "path_root must start with a slash, not end in one, and consist of A-Z a-z 0-9 / _ + = . @ -."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key for the secrets; null for the account's aws/secretsmanager, whose alias must exist."
  type        = string
  default     = null
}

variable "settings" {
  description = "The library's options by name, such as { MinimumAge = \"00:10:00\" }."
  type        = map(string)
  default     = {}
}

variable "schedule" {
  description = "How often each team is rotated. Sessions last one hour."
  type        = string
  default     = "rate(50 minutes)"
}

variable "timeout" {
  description = "The function's timeout, in seconds; a rotation needs the promotion reserve (20 seconds) at its end."
  type        = number
  default     = 300

  validation {
    condition     = var.timeout >= 60 && var.timeout <= 900
    error_message = "timeout must be 60 to 900 seconds."
  }
}

variable "memory" {
  description = "The function's memory, in MB."
  type        = number
  default     = 512
}

variable "log_retention_days" {
  description = "How long the log is kept."
  type        = number
  default     = 30
}

variable "on_failure_arn" {
  description = "ARN of an SQS queue or SNS topic that is told of a rotation that failed, after Lambda's two retries; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.on_failure_arn == null || can(regex("^arn:aws[a-z-]*:(sqs|sns):", var.on_failure_arn))
    error_message = "on_failure_arn must be the ARN of an SQS queue or an SNS topic."
  }
}

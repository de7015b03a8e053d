variable "name" {
  description = "Name of the function, its role and its dashboard, and prefix of the names of the other resources."
  type        = string
  default     = "concourse-credential-rotation"

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,50}$", var.name))
    error_message = "name must have 1 to 50 characters from A-Z a-z 0-9 _ -."
  }
}

variable "filename" {
  description = "Path of the function's zip file, which `make release` creates. Null if `s3_zip` is set."
  type        = string
  default     = null

  validation {
    condition     = (var.filename == null) != (var.s3_zip == null)
    error_message = "Set either filename or s3_zip."
  }
}

variable "s3_zip" {
  description = "The function's zip file as an object in S3, instead of `filename`. To deploy a new zip file, change `key`, `object_version` or `source_code_hash` (its SHA-256 hash in Base64)."
  type = object({
    bucket           = string
    key              = string
    object_version   = optional(string)
    source_code_hash = optional(string)
  })
  default = null
}

variable "code_signing_config_arn" {
  description = "ARN of the code signing configuration that the zip file must satisfy. Null for none."
  type        = string
  default     = null
}

variable "architecture" {
  description = "Architecture of the zip file: `x86_64` or `arm64`."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture must be x86_64 or arm64."
  }
}

variable "memory_size" {
  description = "Memory size of the function in MB. The function's share of CPU time grows with it."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240
    error_message = "memory_size must be between 128 and 10240 MB."
  }
}

variable "timeout" {
  description = "Timeout of the function in seconds. The last 20 seconds are reserved for promotion."
  type        = number
  default     = 300

  validation {
    condition     = var.timeout >= 60 && var.timeout <= 900
    error_message = "timeout must be between 60 and 900 seconds."
  }
}

variable "reserved_concurrent_executions" {
  description = "Reserved concurrency of the function; -1 for no reservation. See *Quotas* in the README."
  type        = number
  default     = -1

  validation {
    condition     = var.reserved_concurrent_executions >= -1 && var.reserved_concurrent_executions != 0
    error_message = "reserved_concurrent_executions must be -1 or at least 1. With 0, the function could not be invoked."
  }
}

variable "store" {
  description = "Where the credentials are stored: `secrets-manager` or `parameter-store` (AWS Systems Manager Parameter Store). Concourse must read from the same store. See *Stores* in the README."
  type        = string
  default     = "secrets-manager"

  validation {
    condition     = contains(["secrets-manager", "parameter-store"], var.store)
    error_message = "store must be secrets-manager or parameter-store."
  }
}

variable "previous_store" {
  description = "Store that Concourse still reads while you move to another one: `secrets-manager` or `parameter-store`. The function and Concourse keep their permissions on it. Null for none."
  type        = string
  default     = null

  validation {
    condition     = var.previous_store == null ? true : contains(["secrets-manager", "parameter-store"], var.previous_store) && var.previous_store != var.store
    error_message = "previous_store must be null, or secrets-manager or parameter-store, and not the same as store."
  }
}

variable "secrets_prefix" {
  description = "Path prefix of the secrets. Their names are `PREFIX/TEAM/ACCOUNT-access-key` and so on, or `PREFIX/TEAM/ACCOUNT`; see `layout`. Concourse's own default is `/concourse`."
  type        = string
  default     = "/concourse"

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_+=.@-]+)+$", var.secrets_prefix)) && length(var.secrets_prefix) <= 200
    error_message = "secrets_prefix must start with a slash, must not end with one, and must have at most 200 characters from A-Z a-z 0-9 / _ + = . @ -."
  }

  # https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html: naming constraints
  validation {
    condition     = !contains(local.stores, "parameter-store") || can(regex("^(/[A-Za-z0-9_.-]+){1,13}$", var.secrets_prefix)) && !can(regex("(?i)^/(aws|ssm)", var.secrets_prefix))
    error_message = "In Parameter Store, secrets_prefix must consist of A-Z a-z 0-9 / _ . -, must not start with /aws or /ssm in upper or lower case, and must have at most 13 levels, because a name has at most 15 and ends with the team and the account."
  }
}

variable "parameter_tier" {
  description = "Tier of the parameters in Parameter Store: `Standard`, `Advanced` or `Intelligent-Tiering`. See *Stores* in the README."
  type        = string
  default     = "Standard"

  validation {
    condition     = contains(["Standard", "Advanced", "Intelligent-Tiering"], var.parameter_tier)
    error_message = "parameter_tier must be Standard, Advanced or Intelligent-Tiering."
  }

  validation {
    condition     = var.parameter_tier == "Standard" || contains(local.stores, "parameter-store")
    error_message = "parameter_tier is a setting of Parameter Store, but store is ${var.store}."
  }
}

variable "layout" {
  description = "How the credentials of an account are divided among secrets: `separate`, `combined` or `both`. Null for the function's default, `separate`. An account can have another `layout` in its team's configuration. See *Layouts* in the README."
  type        = string
  default     = null

  validation {
    condition     = var.layout == null ? true : contains(["separate", "combined", "both"], var.layout)
    error_message = "layout must be separate, combined or both."
  }
}

variable "role_arn_patterns" {
  description = "ARNs of the CI roles that the function may assume, with `*` as a wildcard. Null for roles named `concourse-ci-*` in any account."
  type        = list(string)
  default     = null

  validation {
    condition     = alltrue([for pattern in coalesce(var.role_arn_patterns, []) : can(regex("^arn:aws(-[a-z]+)*:iam::[0-9*?]+:role/.+$", pattern))])
    error_message = "Each element of role_arn_patterns must be the ARN of an IAM role, with * as a wildcard, such as arn:aws:iam::*:role/concourse-ci-*."
  }

  validation {
    condition     = length(coalesce(var.role_arn_patterns, ["default"])) > 0
    error_message = "role_arn_patterns must not be empty, because the function could not assume any role."
  }
}

variable "allowed_roles" {
  description = "Roles that teams may name in their configuration, with `*` as a wildcard in `team`, `account_id` and `role_arn`. `{{.Team}}` in `role_arn` stands for the team's name. Empty for any role."
  type = list(object({
    team       = optional(string, "*")
    account_id = optional(string, "*")
    role_arn   = optional(string, "*")
  }))
  default = []

  validation {
    condition     = alltrue([for allowed in var.allowed_roles : length(allowed.team) > 0 && can(regex("^[0-9*?]+$", allowed.account_id)) && can(regex("^(\\*|arn:.+)$", allowed.role_arn))])
    error_message = "Each element of allowed_roles must have a non-empty team, an account_id that consists of digits, * and ?, and a role_arn that is * or starts with arn:."
  }
}

variable "external_id_prefix" {
  description = "Prefix of the external ID that is sent with every AssumeRole call. The team's name follows it. Use a different prefix for each Concourse installation."
  type        = string
  default     = "concourse/"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@:/-]{1,128}$", var.external_id_prefix))
    error_message = "external_id_prefix must have 1 to 128 characters from A-Z a-z 0-9 _ + = , . @ : / -."
  }
}

variable "allow_session_tags" {
  description = "Whether the function may tag sessions. Required for accounts whose `session` has tags."
  type        = bool
  default     = false
}

variable "allow_source_identity" {
  description = "Whether the function may set a source identity. Required for accounts whose `session` has one."
  type        = bool
  default     = false
}

variable "require_team_alias" {
  description = "Whether the function accepts a team's events only through that team's own alias, as the team module sends them. If false, anyone who may create a rule for one team can rotate every team."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "ARN of the KMS key for secrets that the function creates. Null for the account's key `aws/secretsmanager`, whose alias must already exist, or `aws/ssm` in Parameter Store."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key (not of an alias)."
  }
}

variable "previous_kms_key_arns" {
  description = "ARNs of other KMS keys with which existing secrets are encrypted, such as the key before the last change of `kms_key_arn`. See *Keys* in the README."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.previous_kms_key_arns : can(regex("^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", arn))])
    error_message = "Each element of previous_kms_key_arns must be the ARN of a KMS key (not of an alias)."
  }
}

variable "infrastructure_kms_key_arn" {
  description = "ARN of the KMS key for the log group, the environment variables and the dead-letter queue. Null for the keys that AWS provides. See *Keys* in the README."
  type        = string
  default     = null

  validation {
    condition     = var.infrastructure_kms_key_arn == null ? true : can(regex("^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.infrastructure_kms_key_arn))
    error_message = "infrastructure_kms_key_arn must be the ARN of a KMS key (not of an alias)."
  }
}

variable "secret_tags" {
  description = "Tags for secrets that the function creates. All keys that AWS allows are possible, such as `cost-center`."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(var.secret_tags) <= 50
    error_message = "secret_tags must have at most 50 tags."
  }

  validation {
    condition = alltrue([for key, value in var.secret_tags :
      can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$", key)) && !startswith(lower(key), "aws:") && can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$", value))
    ])
    error_message = "A key in secret_tags must have 1 to 128 characters and must not start with aws:. A value must have at most 256 characters. Allowed are letters, digits, spaces and _ . : / = + - @."
  }

  validation {
    condition     = length(distinct([for key in keys(var.secret_tags) : lower(key)])) == length(var.secret_tags)
    error_message = "Keys in secret_tags must not differ only in case."
  }
}

variable "settings" {
  description = "Other settings of the function, by their names in `docs/settings.md` without `CredentialRotation__`, such as `{ MinimumAge = \"00:05:00\", SecretsManager__MaxWritesPerSecond = \"20\" }`. See *Settings* in the README."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.settings), local.allowed_settings)) == 0
    error_message = "If store is ${var.store}, settings may contain ${join(", ", local.allowed_settings)}, but not ${join(", ", setsubtract(keys(var.settings), local.allowed_settings))}. The module sets the other settings from its inputs secrets_prefix, layout, external_id_prefix, allowed_roles, kms_key_arn, secret_tags and parameter_tier."
  }
}

variable "environment" {
  description = "Other environment variables of the function, for the AWS SDK and for a proxy, such as `{ HTTPS_PROXY = \"http://proxy.example:3128\", AWS_USE_FIPS_ENDPOINT = \"true\" }`."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Za-z][A-Za-z0-9_]+$", name))])
    error_message = "A name in environment must start with a letter and have at least two characters from A-Z a-z 0-9 _."
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html: defined runtime environment variables
  validation {
    condition     = alltrue([for name in keys(var.environment) : !can(regex("^(AWS_LAMBDA_.*|LAMBDA_.*|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_ACCESS_KEY|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|TZ)$", name))])
    error_message = "environment must not contain a variable that Lambda sets: AWS_REGION, AWS_DEFAULT_REGION, AWS_EXECUTION_ENV, AWS_ACCESS_KEY, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, TZ, AWS_LAMBDA_* and LAMBDA_*."
  }

  validation {
    condition     = alltrue([for name in keys(var.environment) : !can(regex("(?i)^(CREDENTIAL_?ROT.*|SECRETS_MANAGER_PATH|SECRET_STO.*|REQUIRE_TEAM.*)$", name))])
    error_message = "environment must not contain a setting of the function. Use settings and the other inputs of the module."
  }
}

variable "maximum_retry_attempts" {
  description = "How many times Lambda retries a failed rotation: 0 to 2."
  type        = number
  default     = 2

  validation {
    condition     = contains([0, 1, 2], var.maximum_retry_attempts)
    error_message = "maximum_retry_attempts must be 0, 1 or 2."
  }
}

variable "maximum_event_age_in_seconds" {
  description = "Maximum age in seconds of an event that Lambda could not process. Lambda gives up older events."
  type        = number
  default     = 1800

  validation {
    condition     = var.maximum_event_age_in_seconds >= 60 && var.maximum_event_age_in_seconds <= 21600
    error_message = "maximum_event_age_in_seconds must be between 60 and 21600."
  }
}

variable "log_retention_in_days" {
  description = "Log retention in days; 0 for no expiration."
  type        = number
  default     = 30

  # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
  validation {
    condition     = contains([0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_in_days)
    error_message = "log_retention_in_days must be 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "alarm_actions" {
  description = "ARNs, for example of an SNS topic, that are notified when an alarm changes to ALARM and back to OK."
  type        = list(string)
  default     = []
}

variable "stale_minutes" {
  description = "Minutes without a successful rotation of any team after which the alarm `NAME-stale` goes off: 15 to 1440, in steps of 5. It must be more than the longest `check_minutes` of the teams and the three minutes that retries take; 15 suits their default. See *Alarms* in the README."
  type        = number
  default     = 55

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html: the evaluation periods have at most a day
  validation {
    condition     = var.stale_minutes >= 15 && var.stale_minutes <= 1440 && var.stale_minutes % 5 == 0
    error_message = "stale_minutes must be 15 to 1440 and a multiple of 5, but is ${var.stale_minutes}."
  }
}

variable "runbook_url" {
  description = "URL of the runbook, which the description of each alarm links to, such as `https://git.example/concourse/credential-rotation/docs/operations.md`. The default is its path in the project's repository."
  type        = string
  default     = "docs/operations.md"

  # A description has at most 1,024 characters.
  validation {
    condition     = can(regex("^[!-~]{1,300}$", var.runbook_url)) && !strcontains(var.runbook_url, "#")
    error_message = "runbook_url must have 1 to 300 characters without spaces, and no #, because the alarms append the anchor of their entry."
  }
}

variable "vpc" {
  description = "Subnets and security groups of the function; null for no VPC. STS and the store must be reachable from them. `ipv6_allowed_for_dual_stack` allows outbound IPv6 traffic in dual-stack subnets."
  type = object({
    subnet_ids                  = list(string)
    security_group_ids          = list(string)
    ipv6_allowed_for_dual_stack = optional(bool, false)
  })
  default = null
}

variable "tracing" {
  description = "Whether X-Ray traces the invocations of the function."
  type        = bool
  default     = false
}

variable "role_path" {
  description = "Path of the execution role. It is part of the role's ARN."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/([!-~]+/)?$", var.role_path))
    error_message = "role_path must start and end with a slash."
  }
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

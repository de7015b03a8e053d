variable "team" {
  description = "Name of the Concourse team whose pipelines receive credentials of the role. No other team can receive them."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.@-]{1,128}$", var.team)) && var.team != "." && !strcontains(var.team, "..")
    error_message = "team must have 1 to 128 characters from A-Z a-z 0-9 _ . @ -. It must not be . or contain .. because it is part of the secrets' path."
  }
}

variable "rotation_role_arn" {
  description = "Output `role_arn` of the rotation-lambda module. The role must exist."
  type        = string

  validation {
    condition     = can(regex("^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/.+$", var.rotation_role_arn))
    error_message = "rotation_role_arn must be the ARN of an IAM role, such as arn:aws:iam::111122223333:role/concourse-credential-rotation."
  }
}

variable "external_id_prefix" {
  description = "Same value as the input of that name in the rotation-lambda module."
  type        = string
  default     = "concourse/"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@:/-]{1,128}$", var.external_id_prefix))
    error_message = "external_id_prefix must have 1 to 128 characters from A-Z a-z 0-9 _ + = , . @ : / -."
  }
}

variable "allow_session_tags" {
  description = "Whether sessions may have tags. Also set the input of that name in the rotation-lambda module."
  type        = bool
  default     = false
}

variable "allow_source_identity" {
  description = "Whether sessions may have a source identity. Also set the input of that name in the rotation-lambda module."
  type        = bool
  default     = false
}

variable "name" {
  description = "Name of the role; null for `concourse-ci-TEAM`. The rotation-lambda module must allow it (`role_arn_patterns`)."
  type        = string
  default     = null

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", coalesce(var.name, "concourse-ci-${var.team}")))
    error_message = "The role's name must have 1 to 64 characters from A-Z a-z 0-9 _ + = , . @ -."
  }
}

variable "path" {
  description = "Path of the role."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/([!-~]+/)?$", var.path))
    error_message = "path must start and end with a slash."
  }
}

variable "description" {
  description = "Description of the role; null for a description that names the team."
  type        = string
  default     = null
}

variable "policy_arns" {
  description = "ARNs of the policies that define what the team's pipelines may do. All other policies are detached from the role."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.policy_arns : can(regex("^arn:aws(-[a-z]+)*:iam::(aws|[0-9]{12}):policy/.+$", arn))])
    error_message = "Each element of policy_arns must be the ARN of an IAM policy, such as arn:aws:iam::aws:policy/ReadOnlyAccess."
  }
}

variable "inline_policies" {
  description = "Inline policies of the role, as a map from policy names to JSON."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.inline_policies) : can(regex("^[A-Za-z0-9_+=,.@-]{1,128}$", name))]) && !contains(keys(var.inline_policies), "revoked-sessions")
    error_message = "A name in inline_policies must have 1 to 128 characters from A-Z a-z 0-9 _ + = , . @ -. It must not be revoked-sessions, which is the name of the module's own policy."
  }
}

variable "max_session_duration" {
  description = "Maximum session duration in seconds. Sessions of the rotation function are limited to 3600 in any case."
  type        = number
  default     = 3600

  validation {
    condition     = var.max_session_duration >= 3600 && var.max_session_duration <= 43200
    error_message = "max_session_duration must be between 3600 and 43200 seconds."
  }
}

variable "revoke_sessions_issued_before" {
  description = "Time in RFC 3339 format. Sessions of the role that were issued before this time are denied everything, for example after one leaked. Null for none."
  type        = string
  default     = null

  validation {
    condition     = var.revoke_sessions_issued_before == null ? true : can(formatdate("YYYY", var.revoke_sessions_issued_before))
    error_message = "revoke_sessions_issued_before must be a time in RFC 3339 format, such as 2026-11-22T10:00:00Z."
  }
}

variable "permissions_boundary" {
  description = "ARN of the permissions boundary of the role."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags for the role."
  type        = map(string)
  default     = {}
}

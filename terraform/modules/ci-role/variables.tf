variable "team" {
  description = "Name of the Concourse team whose pipelines get the role's credentials. No other team can."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.@-]{1,128}$", var.team)) && var.team != "." && !strcontains(var.team, "..")
    error_message = "team must be 1 to 128 of A-Z a-z 0-9 _ . @ -, and neither be . nor contain .. (it is a part of the secrets' path)."
  }
}

variable "rotation_role_arn" {
  description = "The output `role_arn` of the rotation-lambda module. The role must exist."
  type        = string

  validation {
    condition     = can(regex("^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/.+$", var.rotation_role_arn))
    error_message = "rotation_role_arn must be the ARN of an IAM role, such as arn:aws:iam::111122223333:role/concourse-credential-rotation."
  }
}

variable "external_id_prefix" {
  description = "The rotation-lambda module's input of that name."
  type        = string
  default     = "concourse/"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@:/-]{1,128}$", var.external_id_prefix))
    error_message = "external_id_prefix must be 1 to 128 of A-Z a-z 0-9 _ + = , . @ : / -."
  }
}

variable "allow_session_tags" {
  description = "Whether sessions may be tagged; the rotation-lambda module has an input of that name, too."
  type        = bool
  default     = false
}

variable "allow_source_identity" {
  description = "Whether sessions may have a source identity; the rotation-lambda module has an input of that name, too."
  type        = bool
  default     = false
}

variable "name" {
  description = "Name of the role; null for `concourse-ci-TEAM`. The rotation-lambda module must allow it (`role_arn_patterns`)."
  type        = string
  default     = null

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", coalesce(var.name, "concourse-ci-${var.team}")))
    error_message = "The role's name must be 1 to 64 of A-Z a-z 0-9 _ + = , . @ -."
  }
}

variable "path" {
  description = "Path of the role."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/([!-~]+/)?$", var.path))
    error_message = "path must begin and end with a slash."
  }
}

variable "description" {
  description = "Description of the role; null for one that names the team."
  type        = string
  default     = null
}

variable "policy_arns" {
  description = "ARNs of the policies that say what the team's pipelines may do."
  type        = set(string)
  default     = []
}

variable "inline_policies" {
  description = "Policies of the role's own, as JSON by their names."
  type        = map(string)
  default     = {}
}

variable "max_session_duration" {
  description = "The longest session, in seconds. The rotation gets 3600 at most, whatever this says."
  type        = number
  default     = 3600

  validation {
    condition     = var.max_session_duration >= 3600 && var.max_session_duration <= 43200
    error_message = "max_session_duration must be 3600 to 43200 seconds."
  }
}

variable "revoke_sessions_issued_before" {
  description = "Denies everything to sessions of the role that were issued before this time (RFC 3339), for when one leaked; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.revoke_sessions_issued_before == null || can(formatdate("YYYY", var.revoke_sessions_issued_before))
    error_message = "revoke_sessions_issued_before must be a time such as 2026-11-22T10:00:00Z."
  }
}

variable "permissions_boundary" {
  description = "ARN of the role's permissions boundary."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags for the role."
  type        = map(string)
  default     = {}
}

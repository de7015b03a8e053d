variable "rotation_role_arn" {
  description = "Output `rotation_role_arn` of the first apply."
  type        = string
}

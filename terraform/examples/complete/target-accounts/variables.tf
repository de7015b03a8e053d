variable "rotation_role_arn" {
  description = "The first apply's output of that name."
  type        = string
}

variable "filename" {
  description = "The function's zip. `make release` makes it where the default says."
  type        = string
  default     = "../../../../artifacts/release/credential-rotation-x86_64.zip"
}

variable "filename" {
  description = "Path of the function's zip file. The default is where `make release` creates it."
  type        = string
  default     = "../../../../artifacts/release/credential-rotation-x86_64.zip"
}

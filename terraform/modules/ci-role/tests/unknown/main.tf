# A configuration in which no value that it passes to the module is known before the apply.

resource "terraform_data" "revoked" {
  input = "2026-11-22T10:00:00Z"
}

resource "aws_iam_role" "rotation" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_policy" "deploy" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_policy" "boundary" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_s3_bucket" "artifacts" {}

module "role" {
  source = "../.."

  team                          = "example-team"
  rotation_role_arn             = aws_iam_role.rotation.arn
  policy_arns                   = [aws_iam_policy.deploy.arn, "arn:aws:iam::aws:policy/ReadOnlyAccess"]
  inline_policies               = { artifacts = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.artifacts.arn}/*" }] }) }
  permissions_boundary          = aws_iam_policy.boundary.arn
  revoke_sessions_issued_before = terraform_data.revoked.output
}

output "name" {
  value = module.role.name
}

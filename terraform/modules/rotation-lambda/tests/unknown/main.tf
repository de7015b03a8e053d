# A configuration in which the values that it passes to the module are not known before the apply.

resource "aws_kms_key" "secrets" {}

resource "aws_kms_key" "previous" {}

resource "aws_kms_key" "infrastructure" {}

resource "aws_s3_object" "zip" {
  bucket = "artifacts"
  key    = "credential-rotation-x86_64.zip"
  source = "../function.zip"
}

resource "aws_lambda_code_signing_config" "this" {
  allowed_publishers {
    signing_profile_version_arns = ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/release/AbCdEfGhIj"]
  }
}

resource "aws_iam_policy" "boundary" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_subnet" "this" {
  vpc_id = "vpc-1"
}

resource "aws_security_group" "this" {}

resource "aws_sns_topic" "alarms" {}

resource "aws_instance" "proxy" {}

module "function" {
  source = "../.."

  s3_zip = {
    bucket           = aws_s3_object.zip.bucket
    key              = aws_s3_object.zip.key
    object_version   = aws_s3_object.zip.version_id
    source_code_hash = aws_s3_object.zip.checksum_sha256
  }
  code_signing_config_arn    = aws_lambda_code_signing_config.this.arn
  role_arn_patterns          = [aws_iam_role.ci.arn]
  allowed_roles              = [{ role_arn = aws_iam_role.ci.arn }]
  kms_key_arn                = aws_kms_key.secrets.arn
  previous_kms_key_arns      = [aws_kms_key.previous.arn]
  infrastructure_kms_key_arn = aws_kms_key.infrastructure.arn
  secret_tags                = { owner = aws_instance.proxy.id }
  environment                = { HTTPS_PROXY = "http://${aws_instance.proxy.private_dns}:3128" }
  vpc                        = { subnet_ids = [aws_subnet.this.id], security_group_ids = [aws_security_group.this.id] }
  permissions_boundary       = aws_iam_policy.boundary.arn
  alarm_actions              = [aws_sns_topic.alarms.arn]
}

resource "terraform_data" "zip" {
  input = "tests/function.zip"
}

module "function_from_file" {
  source = "../.."

  name     = "other"
  filename = terraform_data.zip.output
  settings = { MinimumAge = terraform_data.zip.id }
}

module "function_with_parameters" {
  source = "../.."

  name                  = "parameters"
  filename              = "tests/function.zip"
  store                 = "parameter-store"
  previous_store        = "secrets-manager"
  kms_key_arn           = aws_kms_key.secrets.arn
  previous_kms_key_arns = [aws_kms_key.previous.arn]
  secret_tags           = { owner = aws_instance.proxy.id }
}

output "function" {
  value = module.function.function
}

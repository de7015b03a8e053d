locals {
  # All others have inputs of their own.
  allowed_settings = ["CallTimeout", "MaxConcurrency", "MinimumAge", "SecretsManager__MaxWritesPerSecond", "SecretsManager__PromotionReserve"]

  # A JSON document, because the name of a variable must not contain all the characters that the key of a tag may contain.
  settings = merge(
    { for name, value in var.settings : name => value if !startswith(name, "SecretsManager__") },
    {
      AllowedRoles     = [for allowed in var.allowed_roles : { Team = allowed.team, AccountId = allowed.account_id, RoleArn = allowed.role_arn }]
      ExternalIdPrefix = var.external_id_prefix
      PathPrefix       = "${var.secrets_prefix}/"
    },
    var.layout == null ? {} : { Layout = var.layout },
  )

  secrets_manager_settings = merge(
    { for name, value in var.settings : trimprefix(name, "SecretsManager__") => value if startswith(name, "SecretsManager__") },
    { Tags = var.secret_tags },
  )

  variables = merge(var.environment, {
    SECRETS_MANAGER_PATH = "${var.secrets_prefix}/{{.Team}}/{{.Account}}"
    REQUIRE_TEAM_ALIAS   = tostring(var.require_team_alias)
    CREDENTIAL_ROTATION_SETTINGS = jsonencode(merge(local.settings, {
      SecretsManager = merge(local.secrets_manager_settings, { KmsKeyId = var.kms_key_arn })
    }))
  })

  # Lambda measures the names and values together, as JSON.
  max_variables_size         = 4096
  variables_json             = base64encode(jsonencode(local.variables))
  variables_size             = length(local.variables_json) / 4 * 3 - length(regexall("=", local.variables_json))
  json_without_key           = base64encode(jsonencode(merge(local.variables, { CREDENTIAL_ROTATION_SETTINGS = jsonencode(merge(local.settings, { SecretsManager = local.secrets_manager_settings })) })))
  variables_size_without_key = length(local.json_without_key) / 4 * 3 - length(regexall("=", local.json_without_key))

  # The file does not have to exist when the function is destroyed.
  source_code_hash = var.filename == null ? one(var.s3_zip[*].source_code_hash) : fileexists(var.filename) ? filebase64sha256(var.filename) : null
}

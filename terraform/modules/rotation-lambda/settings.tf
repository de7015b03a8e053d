locals {
  # A move from one store to another needs both.
  stores     = compact([var.store, var.previous_store])
  store_name = { secrets-manager = "Secrets Manager", parameter-store = "Parameter Store" }[var.store]

  # The section of the settings that the store reads. All settings that are not listed have inputs of their own.
  section = { secrets-manager = "SecretsManager", parameter-store = "ParameterStore" }[var.store]
  allowed_settings = concat(["CallTimeout", "MaxConcurrency", "MinimumAge"], {
    secrets-manager = ["SecretsManager__MaxWritesPerSecond", "SecretsManager__PromotionReserve"]
    parameter-store = ["ParameterStore__MaxWritesPerSecond", "ParameterStore__WriteReserve"]
  }[var.store])

  path_template = "${var.secrets_prefix}/{{.Team}}/{{.Account}}"

  # A JSON document, because the name of a variable must not contain all the characters that the key of a tag may contain.
  settings = merge(
    { for name, value in var.settings : name => value if !startswith(name, "${local.section}__") },
    {
      AllowedRoles     = [for allowed in var.allowed_roles : { Team = allowed.team, AccountId = allowed.account_id, RoleArn = allowed.role_arn }]
      ExternalIdPrefix = var.external_id_prefix
      PathPrefix       = "${var.secrets_prefix}/"
    },
    var.layout == null ? {} : { Layout = var.layout },
    var.store == "parameter-store" ? { PathTemplate = local.path_template } : {},
  )

  store_settings = merge(
    { for name, value in var.settings : trimprefix(name, "${local.section}__") => value if startswith(name, "${local.section}__") },
    { Tags = var.secret_tags },
    var.store == "parameter-store" ? { Tier = var.parameter_tier } : {},
  )

  variables = merge(
    var.environment,
    var.store == "parameter-store" ? { SECRET_STORE = var.store } : { SECRETS_MANAGER_PATH = local.path_template },
    {
      REQUIRE_TEAM_ALIAS = tostring(var.require_team_alias)
      CREDENTIAL_ROTATION_SETTINGS = jsonencode(merge(local.settings, {
        (local.section) = merge(local.store_settings, { KmsKeyId = var.kms_key_arn })
      }))
    },
  )

  # Lambda measures the names and values together, as JSON.
  max_variables_size         = 4096
  variables_json             = base64encode(jsonencode(local.variables))
  variables_size             = length(local.variables_json) / 4 * 3 - length(regexall("=", local.variables_json))
  json_without_key           = base64encode(jsonencode(merge(local.variables, { CREDENTIAL_ROTATION_SETTINGS = jsonencode(merge(local.settings, { (local.section) = local.store_settings })) })))
  variables_size_without_key = length(local.json_without_key) / 4 * 3 - length(regexall("=", local.json_without_key))

  # The file does not have to exist when the function is destroyed.
  source_code_hash = var.filename == null ? one(var.s3_zip[*].source_code_hash) : fileexists(var.filename) ? filebase64sha256(var.filename) : null
}

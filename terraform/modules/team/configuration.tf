# Reads the configuration and checks it by the function's own rules: TeamParser, TeamValidator and SessionRules.
locals {
  account_fields = ["name", "roleArn", "duration", "layout", "session"]
  session_fields = ["name", "policyArns", "policy", "tags", "transitiveTagKeys", "sourceIdentity"]

  # The secrets of a layout by what they hold, in the function's order, and how their names end.
  separate_suffixes = [["AccessKeyId", "-access-key"], ["SecretAccessKey", "-secret-key"], ["SessionToken", "-session-token"]]
  combined_suffixes = [["Credentials", ""]]
  layouts = {
    separate = local.separate_suffixes
    combined = local.combined_suffixes
    both     = concat(local.separate_suffixes, local.combined_suffixes)
  }

  # The characters of names that the store allows.
  in_parameter_store = var.function.store == "parameter-store"
  name_characters    = local.in_parameter_store ? "A-Za-z0-9_.-" : "A-Za-z0-9_.@-"
  name_rule = (
    local.in_parameter_store
    ? "must consist of A-Z a-z 0-9 _ . -, which Parameter Store, STS and Concourse's ((variables)) all allow"
    : "must consist of A-Z a-z 0-9 _ . @ -, which Secrets Manager, STS and Concourse's ((variables)) all allow"
  )

  configuration = try(jsondecode(var.configuration), {})
  accounts      = try([for account in local.configuration.accounts : account], [])
  name          = var.name != null ? var.name : try(tostring(local.configuration.name), "")

  # Each field as JSON, which shows the type of its value. A missing field is null.
  team_json     = { for field in ["name", "accounts", "renewAfter"] : field => try(jsonencode(local.configuration[field]), "null") }
  accounts_json = [for account in local.accounts : { for field in local.account_fields : field => try(jsonencode(account[field]), "null") }]
  sessions_json = [for account in local.accounts : { for field in local.session_fields : field => try(jsonencode(account.session[field]), "null") }]
  names_json    = local.accounts_json[*].name

  # Because of role chaining, STS limits the function's sessions to one hour.
  max_session = 3600
  min_session = min(local.max_session, [for account in local.accounts_json : try(tonumber(account.duration), local.max_session)]...)

  errors = concat(local.team_errors, local.name_errors, local.account_errors, local.secret_errors, local.session_errors, local.tag_errors, local.schedule_errors)

  team_errors = compact([
    var.name != null && local.team_json.name != jsonencode(local.name) ? "name: must be '${local.name}' like the module's input, but was ${local.team_json.name}" : "",
    local.team_json.accounts != "null" && !startswith(local.team_json.accounts, "[") ? "accounts: must be an array of accounts" : "",
    contains(["null", "[]"], local.team_json.accounts) ? "accounts: must have at least one account" : "",
    local.team_json.renewAfter != "null" && !can(regex("^-?[0-9]+$", local.team_json.renewAfter)) ? "renewAfter: must be a whole number of seconds, but was ${local.team_json.renewAfter}" : "",
  ])

  name_errors = flatten([
    for path, json in merge({ name = local.team_json.name }, { for i, name in local.names_json : "accounts[${i}].name" => name }) : [
      for message in compact([
        contains(["null", "\"\""], json) ? "must not be empty" : "",
        json != "null" && !startswith(json, "\"") ? "must be a string, but was ${json}" : "",
        startswith(json, "\"") && length(json) > 130 ? "must have at most 128 characters, but has ${length(json) - 2}" : "",
        startswith(json, "\"") && !can(regex("^\"[${local.name_characters}]*\"$", json)) ? "${local.name_rule}, but was ${json}" : "",
        json == "\".\"" || strcontains(json, "..") ? "must not be '.' or contain '..', which could lead out of the team's path, but was ${json}" : "",
      ]) : "${path}: ${message}"
    ]
  ])

  account_errors = flatten([for i, account in local.accounts_json : [
    for message in concat(
      [for field in try(keys(local.accounts[i]), []) : ".${field}: is unknown${join("", [
        # A name in snake case, as the module's inputs have it.
        for known in local.account_fields : "; did you mean '${known}'?" if lower(known) == lower(replace(field, "_", ""))
      ])} (an account has ${join(", ", local.account_fields)})" if !contains(local.account_fields, field)],
      compact([
        !can(keys(local.accounts[i])) ? ": must be an object with ${join(", ", local.account_fields)}" : "",
        account.name != "null" && index(local.names_json, account.name) < i ? ".name: must be unique within the team, but accounts[${index(local.names_json, account.name)}] is also named ${account.name}" : "",
        contains(["null", "\"\""], account.roleArn) ? ".roleArn: must not be empty" :
        !can(regex("^\"arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/([!-~]*/)?[A-Za-z0-9_+=,.@-]{1,64}\"$", account.roleArn)) || length(account.roleArn) > 2050
        ? ".roleArn: must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/ci, but was ${account.roleArn}" : "",
        account.duration != "null" && !try(can(regex("^[0-9]+$", account.duration)) && tonumber(account.duration) >= 900 && tonumber(account.duration) <= 43200, false)
        ? ".duration: must be 900 to 43200 whole seconds, but was ${account.duration}" : "",
        account.layout != "null" && !contains([for layout in keys(local.layouts) : jsonencode(layout)], account.layout)
        ? ".layout: must be separate, combined or both, but was ${account.layout}" : "",
        account.session != "null" && !startswith(account.session, "{") ? ".session: must be an object with ${join(", ", local.session_fields)}, but was ${account.session}" : "",
      ])
    ) : "accounts[${i}]${message}"
  ]])

  # The secrets of all accounts by name. Accounts whose name or layout is an error by itself are left out.
  secrets = { for secret in flatten([
    for i, account in local.accounts_json : [
      for suffix in lookup(local.layouts, account.layout == "null" ? var.function.layout : trim(account.layout, "\""), []) : {
        name    = "${var.function.secrets_prefix}/${local.name}/${trim(account.name, "\"")}${suffix[1]}"
        content = suffix[0]
        account = "accounts[${i}]"
      }
    ] if can(regex("^\"[${local.name_characters}]+\"$", account.name)) && index(local.names_json, account.name) == i
  ]) : secret.name => secret... }

  # Two accounts of different layouts can have a secret in common. The function would not find them in two events of a team.
  secret_errors = flatten([for name, secrets in local.secrets : [
    for secret in slice(secrets, 1, length(secrets)) :
    "${secret.account}.name: gives the ${secret.content} the secret name '${name}', which the ${secrets[0].content} of ${secrets[0].account} has already"
  ]])

  # An account whose name is also a secret of another account in some layout.
  ambiguous_names = [
    for name in [for json in local.names_json : trim(json, "\"")] : name
    if anytrue([for suffix in local.separate_suffixes : endswith(name, suffix[1]) && contains(local.names_json, jsonencode(trimsuffix(name, suffix[1])))])
  ]

  session_errors = flatten([for i, session in local.sessions_json : [
    for message in concat(
      [for field in try(keys(local.accounts[i].session), []) : "${field}: is unknown${join("", [
        for known in local.session_fields : "; did you mean '${known}'?" if lower(known) == lower(replace(field, "_", ""))
      ])} (a session has ${join(", ", local.session_fields)})" if !contains(local.session_fields, field)],
      [for j, arn in try([for arn in jsondecode(session.policyArns) : jsonencode(arn)], []) :
        "policyArns[${j}]: must be the ARN of an IAM policy, such as arn:aws:iam::aws:policy/ReadOnlyAccess, but was ${arn}"
      if !can(regex("^\"arn:aws(-[a-z]+)*:iam::(aws|[0-9]{12}):policy/[!-~]+\"$", arn))],
      compact([
        session.name != "null" && !can(regex("^\"[A-Za-z0-9_+=,.@-]{2,64}\"$", replace(replace(session.name, "{{.Team}}", local.name), "{{.Account}}", trim(local.names_json[i], "\""))))
        ? "name: must expand to 2–64 characters from A-Z a-z 0-9 _ + = , . @ - (placeholders: {{.Team}}, {{.Account}}), but was ${session.name}" : "",
        session.sourceIdentity != "null" && !can(regex("^\"[A-Za-z0-9_+=,.@-]{2,64}\"$", session.sourceIdentity))
        ? "sourceIdentity: must be 2–64 characters from A-Z a-z 0-9 _ + = , . @ -, but was ${session.sourceIdentity}" : "",
        session.policyArns != "null" && !startswith(session.policyArns, "[") ? "policyArns: must be an array of strings" : "",
        startswith(session.policyArns, "[") && try(length(jsondecode(session.policyArns)) > 10, false) ? "policyArns: must have at most 10 ARNs, but has ${length(jsondecode(session.policyArns))}" : "",
        session.policy != "null" && !can(keys(jsondecode(session.policy))) && !can(keys(jsondecode(jsondecode(session.policy)))) ? "policy: must be a policy in JSON" : "",
        # A policy that is an object is sent as its JSON.
        length(startswith(session.policy, "{") ? session.policy : try(tostring(coalesce(jsondecode(session.policy))), "")) + length(join("", try([for arn in jsondecode(session.policyArns) : tostring(arn)], []))) > 2048
        ? "policy: must have at most 2048 characters together with the policyArns" : "",
      ])
    ) : "accounts[${i}].session.${message}"
  ]])

  tag_errors = flatten([for i, session in local.sessions_json : [
    for message in compact([
      session.tags != "null" && !(startswith(session.tags, "{") && alltrue(try([for value in jsondecode(session.tags) : startswith(jsonencode(value), "\"")], [])))
      ? "tags: must be an object whose values are strings" : "",
      try(length(keys(jsondecode(session.tags))) > 50, false) ? "tags: must have at most 50 tags" : "",
      try(length(distinct([for key in keys(jsondecode(session.tags)) : lower(key)])) < length(keys(jsondecode(session.tags))), false)
      ? "tags: must have each key only once, without regard to case" : "",
      alltrue(try([
        for key, value in jsondecode(session.tags) :
        can(regex("^[\\pL\\pZ\\pN_.:/=+@-]{1,128}$", key)) && can(regex("^[\\pL\\pZ\\pN_.:/=+@-]{0,256}$", value)) && !startswith(lower(key), "aws:")
      ], []))
      ? "" : "tags: must have keys of 1 to 128 and values of at most 256 letters, digits, spaces and _ . : / = + - @, and no key that begins with 'aws:'",
      session.transitiveTagKeys != "null" && !startswith(session.transitiveTagKeys, "[") ? "transitiveTagKeys: must be an array of strings" : "",
      alltrue([for key in try([for key in jsondecode(session.transitiveTagKeys) : tostring(key)], []) : can(jsondecode(session.tags)[key])]) ? "" : "transitiveTagKeys: must contain only keys of the tags",
    ]) : "accounts[${i}].session.${message}"
  ]])
}

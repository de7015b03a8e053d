# Rejects pipelines whose var_sources could read other teams' secrets with Concourse's own AWS permissions.
# README.md in this folder describes how to set it up and what it decides.
package concourse

import rego.v1

# A var_source of type secretsmanager or ssm without access keys reads with the permissions of the web node, from any path that its templates
# name. The policy cannot know whether it has keys, because Concourse resolves ((variables)) in its config later. So only the type decides.
allowed_types := {"dummy", "idtoken", "vault"}

# SaveConfig: fly set-pipeline and the API. SetPipeline: the set_pipeline step.
saves_pipeline if input.action in {"SaveConfig", "SetPipeline"}

pipeline := object.get(input, "data", null)

default decision := {"allowed": true, "reasons": []}

decision := {"allowed": false, "reasons": reasons} if count(reasons) > 0

reasons contains "the pipeline cannot be parsed" if {
	saves_pipeline
	not is_object(pipeline)
}

reasons contains "var_sources must be an array" if {
	saves_pipeline
	some sources in var_sources
	not is_array(sources)
}

reasons contains reason if {
	saves_pipeline
	some sources in var_sources
	some index, source in sources
	not is_allowed(source)
	reason := sprintf("var_sources[%v] must be of type %v: other types can read any team's secrets", [index, concat(", ", sort(allowed_types))])
}

# Like Go's JSON decoder, Concourse matches the field names of a pipeline case-insensitively. This includes the long s (U+017F), which upper
# turns into an S and lower would not change.
var_sources contains sources if {
	some name, sources in pipeline
	upper(name) == "VAR_SOURCES"
	sources != null
}

is_allowed(source) if {
	types := {type | some name, type in source; upper(name) == "TYPE"}
	count(types) > 0
	every type in types {
		type in allowed_types
	}
}

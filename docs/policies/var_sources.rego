# Refuses to save a pipeline whose var_sources could read other teams' secrets with Concourse's own AWS permissions.
# README.md beside this file says how to put it to use, and what it decides.
package concourse

import rego.v1

# A var_source of type secretsmanager or ssm without access keys reads with the permissions of the web node, at any path that its templates
# name. Whether it has keys cannot be told from here: Concourse fills in ((variables)) of its config later. So the type alone decides.
allowed_types := {"dummy", "idtoken", "vault"}

# fly set-pipeline and the API, and the set_pipeline step.
saves_pipeline if input.action in {"SaveConfig", "SetPipeline"}

pipeline := object.get(input, "data", null)

default decision := {"allowed": true, "reasons": []}

decision := {"allowed": false, "reasons": reasons} if count(reasons) > 0

reasons contains "the pipeline cannot be read" if {
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
	reason := sprintf("var_sources[%v] must be of type %v: others read any team's secrets", [index, concat(", ", sort(allowed_types))])
}

# Concourse takes the names of a pipeline's fields in any case, as Go's JSON decoder does. That takes the long s (U+017F) for an s, too, which
# upper turns into an S and lower would leave.
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

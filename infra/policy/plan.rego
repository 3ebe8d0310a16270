# What the rules of every cloud need: the resources of a plan as they will be, and how they are written.
package plan

# Resources that are there after the apply: {"address", "type", "values", "unknown"}.
resources contains resource if {
	some change in input.resource_changes
	change.mode == "managed"
	is_object(change.change.after)
	resource := {
		"address": change.address,
		"type": change.type,
		"values": change.change.after,
		"unknown": object.get(change.change, "after_unknown", {}),
	}
}

of_type(type) := {resource | some resource in resources; resource.type == type}

# Whether a value is only known after the apply.
unknown(resource, name) if resource.unknown[name] == true

# An argument that is null, empty, zero or false is not set; one that is known later is.
is_set(resource, name) if unknown(resource, name)

is_set(resource, name) if {
	value := resource.values[name]
	not value in [null, "", [], {}, 0, false]
}

is_set(resource, name) if {
	some part in resource.unknown[name]
	part
}

# How resources are written, wherever in the tree of modules: values that are known later have a reference here.
written contains resource if {
	walk(input.configuration, [_, resource])
	is_object(resource)
	resource.mode == "managed"
	resource.address
}

# Whether an argument, or a part of it, refers to a resource of that type.
refers(resource, argument, type) if {
	walk(resource.expressions[argument], [path, reference])
	is_string(reference)
	path[count(path) - 2] == "references"
	startswith(reference, concat("", [type, "."]))
}

# What every plan for Google Cloud must keep to. `conftest test --all-namespaces --policy infra/policy plan.json`
package gcp

import data.plan

# Roles.

broad := {"roles/owner", "roles/editor", "roles/viewer"}

bindings contains resource if {
	some resource in plan.resources
	endswith(resource.type, "_iam_member")
	startswith(resource.type, "google_")
}

deny contains sprintf("%s gives %s: basic roles are for people", [binding.address, binding.values.role]) if {
	some binding in bindings
	binding.values.role in broad
}

deny contains sprintf("%s gives %s: a role of administrators", [binding.address, binding.values.role]) if {
	some binding in bindings
	regex.match(`(?i)[.](admin|owner|[a-z]+Admin)$`, binding.values.role)
}

# Roles that exist on a project only, or whose resource has no name yet.
of_project := {"roles/eventarc.serviceAgent", "roles/eventarc.eventReceiver", "roles/logging.logWriter", "roles/pubsub.publisher"}

deny contains sprintf("%s gives %s on the whole project: name the resource", [binding.address, binding.values.role]) if {
	some binding in plan.of_type("google_project_iam_member")
	not binding.values.role in of_project
	not plan.is_set(binding, "condition")
}

deny contains sprintf("%s lets a service of the user's publish on every topic", [binding.address]) if {
	some binding in plan.of_type("google_project_iam_member")
	binding.values.role == "roles/pubsub.publisher"
	not contains(object.get(binding.values, "member", ""), "@gs-project-accounts.")
	not plan.unknown(binding, "member")
}

deny contains sprintf("%s replaces what others have been given: use _iam_member", [resource.address]) if {
	some resource in plan.resources
	startswith(resource.type, "google_")
	some suffix in ["_iam_policy", "_iam_binding"]
	endswith(resource.type, suffix)
}

# HTTP.

deny contains sprintf("%s is open to everybody", [binding.address]) if {
	some binding in bindings
	binding.values.member in ["allUsers", "allAuthenticatedUsers"]
}

deny contains sprintf("%s does not check who calls: leave invoker_iam_disabled", [resource.address]) if {
	some resource in plan.of_type("google_cloud_run_v2_service")
	resource.values.invoker_iam_disabled == true
}

# Identity.

# As written, for the provider knows the default account only after the apply.
accounts := {
	"google_cloud_run_v2_service": ["template", "service_account"],
	"google_cloudfunctions2_function": ["service_config", "service_account_email"],
}

deny contains sprintf("%s runs as the project's default account: set its service account", [resource.address]) if {
	some type, [block, argument] in accounts
	some resource in plan.written
	resource.type == type
	every part in resource.expressions[block] {
		not part[argument]
	}
}

deny contains sprintf("%s makes a key that leaks: use the service account itself", [resource.address]) if {
	some resource in plan.of_type("google_service_account_key")
}

# Failures.

deny contains sprintf("%s has no dead letters: set dead_letter_policy", [resource.address]) if {
	some resource in pushed
	not plan.is_set(resource, "dead_letter_policy")
}

deny contains sprintf("%s calls without a token: set push_config.oidc_token", [resource.address]) if {
	some resource in pushed
	some push in resource.values.push_config
	count(object.get(push, "oidc_token", [])) == 0
}

deny contains sprintf("%s retries at once and for ever: set retry_policy", [resource.address]) if {
	some resource in pushed
	not plan.is_set(resource, "retry_policy")
}

pushed contains resource if {
	some resource in plan.of_type("google_pubsub_subscription")
	plan.is_set(resource, "push_config")
}

deny contains sprintf("%s vanishes when nobody reads it for a month: set expiration_policy", [resource.address]) if {
	some resource in plan.of_type("google_pubsub_subscription")
	not never_expires(resource)
}

never_expires(subscription) if {
	some policy in subscription.values.expiration_policy
	policy.ttl == ""
}

deny contains sprintf("%s keeps nothing: it has no subscription", [topic.address]) if {
	some topic in plan.of_type("google_pubsub_topic")
	endswith(topic.values.name, "-failures")
	not topic.values.name in {subscription.values.name | some subscription in plan.of_type("google_pubsub_subscription")}
}

# Storage.

deny contains sprintf("%s can be made public: set uniform_bucket_level_access and public_access_prevention", [bucket.address]) if {
	some bucket in plan.of_type("google_storage_bucket")
	not closed(bucket)
}

closed(bucket) if {
	bucket.values.uniform_bucket_level_access == true
	bucket.values.public_access_prevention == "enforced"
}

# Alarms.

deny contains sprintf("%s has no alarm on %s", [name, alarm]) if {
	some name in functions
	some alarm in ["errors", "failures"]
	not sprintf("%s-%s", [name, alarm]) in {policy.values.display_name | some policy in plan.of_type("google_monitoring_alert_policy")}
}

functions contains resource.values.name if {
	some type in ["google_cloud_run_v2_service", "google_cloudfunctions2_function"]
	some resource in plan.of_type(type)
}

# Eventarc's first apply: the agents' roles first.

deny contains sprintf("%s can come before the roles of Google's agents, and then fails: set depends_on", [trigger.address]) if {
	some trigger in plan.written
	trigger.type == "google_eventarc_trigger"
	not waits_for(trigger, "google_project_iam_member.")
}

waits_for(resource, what) if {
	some name in resource.depends_on
	startswith(name, what)
}

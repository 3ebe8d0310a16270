# What every plan for Azure must keep to. `conftest test --all-namespaces --policy infra/policy plan.json`
package azure

import data.plan

apps contains resource if {
	some type in ["azurerm_function_app_flex_consumption", "azurerm_linux_function_app"]
	some resource in plan.of_type(type)
}

# Keys: there are none.

deny contains sprintf("%s lets in whoever has its key: set shared_access_key_enabled to false", [account.address]) if {
	some account in plan.of_type("azurerm_storage_account")
	object.get(account.values, "shared_access_key_enabled", true) != false
}

deny contains sprintf("%s lets in whoever has its key: set %s to false", [namespace.address, argument]) if {
	some type, argument in {
		"azurerm_eventhub_namespace": "local_authentication_enabled",
		"azurerm_servicebus_namespace": "local_auth_enabled",
		"azurerm_application_insights": "local_authentication_enabled",
		"azurerm_log_analytics_workspace": "local_authentication_enabled",
	}
	some namespace in plan.of_type(type)
	object.get(namespace.values, argument, true) != false
}

deny contains sprintf("%s reaches its storage by a key: use an identity", [app.address]) if {
	some app in plan.of_type("azurerm_function_app_flex_consumption")
	app.values.storage_authentication_type == "StorageAccountConnectionString"
}

deny contains sprintf("%s reaches its storage by a key: set storage_uses_managed_identity", [app.address]) if {
	some app in plan.of_type("azurerm_linux_function_app")
	object.get(app.values, "storage_uses_managed_identity", null) != true
}

deny contains sprintf("%s has a connection string in %s: use an identity", [app.address, name]) if {
	some app in apps
	some name, value in app.values.app_settings
	regex.match(`(?i)(AccountKey|SharedAccessKey|SharedAccessSignature)=`, value)
}

deny contains sprintf("%s can be deployed with a password: set %s to false", [app.address, argument]) if {
	some app in apps
	some argument in ["webdeploy_publish_basic_authentication_enabled", "ftp_publish_basic_authentication_enabled"]
	app.values[argument] == true
}

# Roles.

broad := {"Owner", "Contributor", "Reader", "User Access Administrator", "Role Based Access Control Administrator"}

deny contains sprintf("%s gives %s: name a role for data", [assignment.address, assignment.values.role_definition_name]) if {
	some assignment in plan.of_type("azurerm_role_assignment")
	assignment.values.role_definition_name in broad
}

deny contains sprintf("%s is for a whole subscription or group: name the resource", [assignment.address]) if {
	some assignment in plan.of_type("azurerm_role_assignment")
	regex.match(`^/subscriptions/[^/]+(/resourceGroups/[^/]+)?$`, assignment.values.scope)
}

# Networks and encryption.

deny contains sprintf("%s can be made public: set allow_nested_items_to_be_public to false", [account.address]) if {
	some account in plan.of_type("azurerm_storage_account")
	object.get(account.values, "allow_nested_items_to_be_public", true) != false
}

deny contains sprintf("%s takes old TLS: set min_tls_version to TLS1_2", [account.address]) if {
	some account in plan.of_type("azurerm_storage_account")
	not object.get(account.values, "min_tls_version", "TLS1_2") in ["TLS1_2", "TLS1_3"]
}

deny contains sprintf("%s is open to everybody: its container_access_type is %s", [container.address, container.values.container_access_type]) if {
	some container in plan.of_type("azurerm_storage_container")
	not object.get(container.values, "container_access_type", "private") in ["private", null]
}

deny contains sprintf("%s answers in the clear: set https_only", [app.address]) if {
	some app in apps
	object.get(app.values, "https_only", false) != true
}

deny contains sprintf("%s answers in the clear: set allow_insecure_connections to false", [app.address]) if {
	some app in plan.of_type("azurerm_container_app")
	some ingress in app.values.ingress
	object.get(ingress, "allow_insecure_connections", false) == true
}

deny contains sprintf("%s has a secret in plain text: name it by key_vault_secret_id", [app.address]) if {
	some app in plan.of_type("azurerm_container_app")
	some secret in app.values.secret
	object.get(secret, "key_vault_secret_id", null) in [null, ""]
}

deny contains sprintf("%s is in a network, and open beside it: set ip_restriction_default_action to Deny", [app.address]) if {
	some app in apps
	plan.is_set(app, "virtual_network_subnet_id")
	some config in app.values.site_config
	config.ip_restriction_default_action != "Deny"
}

# Logs.

deny contains sprintf("%s tells nobody what it does: make azurerm_monitor_diagnostic_setting", [app.address]) if {
	some app in apps
	count(plan.of_type("azurerm_monitor_diagnostic_setting")) == 0
}

deny contains sprintf("%s keeps logs for less than 30 days", [workspace.address]) if {
	some workspace in plan.of_type("azurerm_log_analytics_workspace")
	workspace.values.retention_in_days < 30
}

# Failures.

deny contains sprintf("%s loses what Event Grid gives up on: set storage_blob_dead_letter_destination", [subscription.address]) if {
	some subscription in plan.of_type("azurerm_eventgrid_system_topic_event_subscription")
	not plan.is_set(subscription, "storage_blob_dead_letter_destination")
}

deny contains sprintf("%s does not say where poison goes: set THAW_DEAD_LETTER", [app.address]) if {
	some app in apps
	not plan.unknown(app, "app_settings")
	not app.values.app_settings.THAW_DEAD_LETTER
	not app.unknown.app_settings.THAW_DEAD_LETTER
}

# Alarms.

deny contains sprintf("%s has no alarm on %s", [app.address, alarm]) if {
	some app in apps
	some alarm in ["errors", "failures"]
	not sprintf("%s-%s", [app.values.app_settings.THAW_FUNCTION, alarm]) in {rule.values.name | some rule in plan.of_type("azurerm_monitor_scheduled_query_rules_alert_v2")}
}

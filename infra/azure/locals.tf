data "azurerm_client_config" "current" {}

locals {
  subscription = data.azurerm_client_config.current.subscription_id
  group_id     = "/subscriptions/${local.subscription}/resourceGroups/${var.resource_group_name}"

  kind     = one([for kind in ["http", "blob", "stream"] : kind if var.trigger[kind] != null])
  http     = var.trigger.http
  blob     = var.trigger.blob
  stream   = var.trigger.stream
  flex     = var.plan == "flex"
  premium  = var.plan == "premium"
  in_zip   = var.package.image == null
  in_file  = var.package.path != null
  memory   = coalesce(var.memory_mb, local.premium ? 3584 : 2048)
  java     = trimprefix(var.runtime, "java")
  by_topic = try(local.stream.kind, "") == "servicebus" && can(regex("/topics/", local.stream.id))

  # The function of the package, as its function.json calls it.
  function = local.http != null ? "http" : local.blob != null ? { blob = "blob", event = "blobevent", queue = "blobqueue" }[local.blob.via] : {
    eventhubs = "eventhub", servicebus = local.by_topic ? "servicebustopic" : "servicebus", queue = "queue", kafka = "kafka"
  }[local.stream.kind]

  # The names of apps and of storage accounts are everybody's.
  digest       = substr(sha1("${local.group_id}/${var.name}"), 0, 8)
  app_name     = "${var.name}-${local.digest}"
  account_name = "${substr(replace(var.name, "-", ""), 0, 14)}st${local.digest}"
  app_id       = one(concat(azurerm_function_app_flex_consumption.this[*].id, azurerm_linux_function_app.this[*].id, azurerm_container_app.this[*].id))
  host         = one(concat(azurerm_function_app_flex_consumption.this[*].default_hostname, azurerm_linux_function_app.this[*].default_hostname, [for app in azurerm_container_app.this : try(coalesce(app.ingress[0].fqdn), "")]))
  # Only an app's own identity resolves references to Key Vault on every plan.
  own_identity = one(concat([for app in azurerm_function_app_flex_consumption.this : app.identity[0].principal_id], [for app in azurerm_linux_function_app.this : app.identity[0].principal_id], local.container ? [azurerm_user_assigned_identity.this.principal_id] : []))
}

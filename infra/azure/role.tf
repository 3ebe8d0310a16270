# What the function may do: derived from its trigger, its sinks and where its model is, on these resources alone.

resource "azurerm_user_assigned_identity" "this" {
  name                = var.name
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags
}

locals {
  sink_roles = {
    azblob     = "Storage Blob Data Contributor"
    aztable    = "Storage Table Data Contributor"
    azqueue    = "Storage Queue Data Message Sender"
    servicebus = "Azure Service Bus Data Sender"
    eventhubs  = "Azure Event Hubs Data Sender"
  }

  written = merge(var.sinks, { "-dead-letter" = local.dead_letter })

  roles = merge(
    # The host's leases, keys and records are in its own account, which is the module's.
    {
      host_blobs  = { scope = azurerm_storage_account.this.id, role = "Storage Blob Data Owner" }
      host_queues = { scope = azurerm_storage_account.this.id, role = "Storage Queue Data Contributor" }
      host_tables = { scope = azurerm_storage_account.this.id, role = "Storage Table Data Contributor" }
      metrics     = { scope = azurerm_application_insights.this.id, role = "Monitoring Metrics Publisher" }
    },
    { for name, sink in local.written : "sink${name}" => { scope = sink.target, role = local.sink_roles[sink.kind] } if sink.kind != "cosmos" },
    var.model.container_id == null ? {} : { model = { scope = var.model.container_id, role = "Storage Blob Data Reader" } },
    try(var.package.blob, null) == null ? {} : { package = { scope = var.package.blob.container_id, role = "Storage Blob Data Reader" } },
    var.package.registry_id == null ? {} : { image = { scope = var.package.registry_id, role = "AcrPull" } },
    local.blob == null ? {} : {
      # The blob extension asks for an owner of what it watches; told by Event Grid itself, the function only reads.
      source = {
        scope = "${local.blob.account_id}/blobServices/default/containers/${local.blob.container}"
        role  = local.blob.via == "blob" ? "Storage Blob Data Owner" : "Storage Blob Data Reader"
      }
    },
    # The blob extension keeps its queues, one of them for poison, in the account that it watches.
    try(local.blob.via, "") != "blob" ? {} : { source_queues = { scope = local.blob.account_id, role = "Storage Queue Data Contributor" } },
    try(local.stream.kind, "") != "eventhubs" ? {} : { source = { scope = local.stream.id, role = "Azure Event Hubs Data Receiver" } },
    try(local.stream.kind, "") != "servicebus" ? {} : { source = { scope = local.stream.id, role = "Azure Service Bus Data Receiver" } },
    try(local.stream.kind, "") != "queue" ? {} : {
      source        = { scope = local.stream.id, role = "Storage Queue Data Message Processor" }
      source_length = { scope = local.stream.id, role = "Storage Queue Data Reader" }
      source_poison = { scope = azurerm_storage_queue.poison[0].id, role = "Storage Queue Data Message Sender" }
    },
  )
}

resource "azurerm_role_assignment" "function" {
  for_each = local.roles

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_user_assigned_identity.this.principal_id
  principal_type       = "ServicePrincipal"
}

# Cosmos DB has roles of its own for data.
resource "azurerm_cosmosdb_sql_role_assignment" "function" {
  for_each = { for name, sink in local.written : name => split("/", sink.target) if sink.kind == "cosmos" }

  resource_group_name = each.value[4]
  account_name        = each.value[8]
  principal_id        = azurerm_user_assigned_identity.this.principal_id
  scope               = "${join("/", slice(each.value, 0, 9))}/dbs/${each.value[10]}/colls/${each.value[12]}"
  # Cosmos DB Built-in Data Contributor
  role_definition_id = "${join("/", slice(each.value, 0, 9))}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002"
}

resource "azurerm_role_assignment" "secret" {
  for_each = var.secrets

  scope                = "${each.value.vault_id}/secrets/${each.value.secret}"
  role_definition_name = "Key Vault Secrets User"
  principal_id         = local.own_identity
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "key" {
  count = var.key_vault_key == null ? 0 : 1

  scope                = "${var.key_vault_key.vault_id}/keys/${element(split("/", var.key_vault_key.key_id), 4)}"
  role_definition_name = "Key Vault Crypto Service Encryption User"
  principal_id         = azurerm_user_assigned_identity.this.principal_id
  principal_type       = "ServicePrincipal"
}

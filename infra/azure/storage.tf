# The app's own storage account: the package, the host's leases and what failed. Nobody gets in by a key.

resource "azurerm_storage_account" "this" {
  name                = local.account_name
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags

  account_kind                      = "StorageV2"
  account_tier                      = "Standard"
  account_replication_type          = "ZRS"
  shared_access_key_enabled         = false
  default_to_oauth_authentication   = true
  local_user_enabled                = false
  https_traffic_only_enabled        = true
  min_tls_version                   = "TLS1_2"
  allow_nested_items_to_be_public   = false
  cross_tenant_replication_enabled  = false
  infrastructure_encryption_enabled = true
  queue_encryption_key_type         = var.key_vault_key == null ? "Service" : "Account"
  table_encryption_key_type         = var.key_vault_key == null ? "Service" : "Account"

  blob_properties {
    delete_retention_policy {
      days = 7
    }
    container_delete_retention_policy {
      days = 7
    }
  }

  network_rules {
    default_action             = var.network == null ? "Allow" : "Deny"
    bypass                     = ["AzureServices", "Logging", "Metrics"]
    ip_rules                   = try(var.network.allowed_ips, [])
    virtual_network_subnet_ids = var.network == null ? [] : concat([var.network.subnet_id], var.network.allowed_subnet_ids)
  }

  dynamic "identity" {
    for_each = var.key_vault_key == null ? [] : [azurerm_user_assigned_identity.this.id]
    content {
      type         = "UserAssigned"
      identity_ids = [identity.value]
    }
  }

  dynamic "customer_managed_key" {
    for_each = var.key_vault_key == null ? [] : [var.key_vault_key]
    content {
      key_vault_key_id          = customer_managed_key.value.key_id
      user_assigned_identity_id = azurerm_user_assigned_identity.this.id
    }
  }

  depends_on = [azurerm_role_assignment.key]
}

# packages: what is deployed. failures: inputs that cannot be predicted. undelivered: what Event Grid gave up on.
resource "azurerm_storage_container" "this" {
  for_each = toset(concat(["packages", "failures"], local.blob == null ? [] : ["undelivered"]))

  name                  = each.value
  storage_account_id    = azurerm_storage_account.this.id
  container_access_type = "private"
}

resource "azurerm_storage_management_policy" "this" {
  storage_account_id = azurerm_storage_account.this.id

  rule {
    name    = "failures"
    enabled = true

    filters {
      blob_types   = ["blockBlob"]
      prefix_match = [for container in ["failures", "undelivered"] : "${container}/" if container == "failures" || local.blob != null]
    }

    actions {
      base_blob {
        delete_after_days_since_modification_greater_than = var.failure_retention_days
      }
    }
  }
}

# Where the host puts a message that failed too often; there before it is needed, so that nothing has to be made then.
resource "azurerm_storage_queue" "poison" {
  count = try(local.stream.kind, "") == "queue" || local.through_queue ? 1 : 0

  name               = local.through_queue ? "arrivals-poison" : "${element(split("/", local.stream.id), 12)}-poison"
  storage_account_id = local.through_queue ? azurerm_storage_account.this.id : join("/", slice(split("/", local.stream.id), 0, 9))
}

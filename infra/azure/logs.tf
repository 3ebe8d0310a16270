# Logs, metrics and traces in one workspace.

locals {
  workspace_id = coalesce(var.log_analytics_workspace_id, one(azurerm_log_analytics_workspace.this[*].id))

  watched = merge(
    {
      blobs  = { id = "${azurerm_storage_account.this.id}/blobServices/default", logs = ["StorageRead", "StorageWrite", "StorageDelete"], metrics = "Transaction" }
      queues = { id = "${azurerm_storage_account.this.id}/queueServices/default", logs = ["StorageRead", "StorageWrite", "StorageDelete"], metrics = "Transaction" }
    },
    { app = { id = local.app_id, logs = local.container ? [] : ["FunctionAppLogs"], metrics = "AllMetrics" } },
    length(azurerm_container_app_environment.this) == 0 ? {} : { environment = { id = azurerm_container_app_environment.this[0].id, logs = ["ContainerAppConsoleLogs", "ContainerAppSystemLogs"], metrics = "AllMetrics" } },
    local.own_topic ? { topic = { id = local.topic_id, logs = ["DeliveryFailures"], metrics = "AllMetrics" } } : {},
  )
}

resource "azurerm_log_analytics_workspace" "this" {
  count = var.log_analytics_workspace_id == null ? 1 : 0

  name                         = var.name
  resource_group_name          = var.resource_group_name
  location                     = var.location
  sku                          = "PerGB2018"
  retention_in_days            = var.log_retention_days
  local_authentication_enabled = false
  tags                         = var.tags
}

resource "azurerm_application_insights" "this" {
  name                         = var.name
  resource_group_name          = var.resource_group_name
  location                     = var.location
  application_type             = "java"
  workspace_id                 = local.workspace_id
  local_authentication_enabled = false
  sampling_percentage          = 100
  retention_in_days            = 30
  tags                         = var.tags
}

resource "azurerm_monitor_diagnostic_setting" "this" {
  for_each = local.watched

  name                       = var.name
  target_resource_id         = each.value.id
  log_analytics_workspace_id = local.workspace_id

  dynamic "enabled_log" {
    for_each = toset(each.value.logs)
    content {
      category = enabled_log.value
    }
  }

  enabled_metric {
    category = each.value.metrics
  }
}

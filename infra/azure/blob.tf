# Blobs that land in a container: Event Grid tells the function.

locals {
  # An account has one topic at most.
  through_queue = try(local.blob.via, "") == "queue"
  own_topic     = local.blob != null && try(local.blob.system_topic, null) == null
}

resource "azurerm_eventgrid_system_topic" "arrivals" {
  count = local.own_topic ? 1 : 0

  name                = "${var.name}-arrivals"
  resource_group_name = split("/", local.blob.account_id)[4]
  location            = var.location
  source_resource_id  = local.blob.account_id
  topic_type          = "Microsoft.Storage.StorageAccounts"
  tags                = var.tags

  identity {
    type = "SystemAssigned"
  }
}

# Event Grid puts what it gave up on into the module's account as itself.
resource "azurerm_role_assignment" "undelivered" {
  count = local.own_topic ? 1 : 0

  scope                = azurerm_storage_container.this["undelivered"].id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_eventgrid_system_topic.arrivals[0].identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

# Told through a queue, events wait for the function, whatever it runs on.
resource "azurerm_storage_queue" "arrivals" {
  count = local.through_queue ? 1 : 0

  name               = "arrivals"
  storage_account_id = azurerm_storage_account.this.id
}

resource "azurerm_role_assignment" "arrivals" {
  count = local.through_queue && local.own_topic ? 1 : 0

  scope                = azurerm_storage_queue.arrivals[0].id
  role_definition_name = "Storage Queue Data Message Sender"
  principal_id         = azurerm_eventgrid_system_topic.arrivals[0].identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

data "azurerm_function_app_host_keys" "this" {
  count = try(local.blob.via, "") == "blob" ? 1 : 0

  name                = local.app_name
  resource_group_name = var.resource_group_name

  # The key of the blob extension is there once the package is.
  depends_on = [azurerm_resource_group_template_deployment.package, azurerm_linux_function_app.this, azurerm_function_app_flex_consumption.this]
}

resource "azurerm_eventgrid_system_topic_event_subscription" "arrivals" {
  count = local.blob == null ? 0 : 1

  name                 = var.name
  system_topic         = try(azurerm_eventgrid_system_topic.arrivals[0].name, local.blob.system_topic)
  resource_group_name  = split("/", local.blob.account_id)[4]
  included_event_types = ["Microsoft.Storage.BlobCreated"]

  advanced_filtering_on_arrays_enabled = true

  subject_filter {
    subject_begins_with = "/blobServices/default/containers/${local.blob.container}/blobs/${local.blob.prefix}"
    subject_ends_with   = local.blob.suffix == "" ? null : local.blob.suffix
    case_sensitive      = true
  }

  # A file of a hierarchical account, or one by SFTP, is announced empty when it begins and whole when it is closed.
  advanced_filter {
    string_not_in {
      key    = "data.api"
      values = ["CreateFile", "SftpCreate"]
    }
  }

  dynamic "webhook_endpoint" {
    for_each = local.blob.via == "blob" ? data.azurerm_function_app_host_keys.this : []
    content {
      url                               = "https://${local.host}/runtime/webhooks/blobs?functionName=Host.Functions.blob&code=${webhook_endpoint.value.blobs_extension_key}"
      max_events_per_batch              = 1
      preferred_batch_size_in_kilobytes = 64
    }
  }

  dynamic "azure_function_endpoint" {
    for_each = local.blob.via == "event" ? [local.app_id] : []
    content {
      function_id                       = "${azure_function_endpoint.value}/functions/blobevent"
      max_events_per_batch              = 1
      preferred_batch_size_in_kilobytes = 64
    }
  }

  dynamic "storage_queue_endpoint" {
    for_each = azurerm_storage_queue.arrivals
    content {
      storage_account_id                    = azurerm_storage_account.this.id
      queue_name                            = storage_queue_endpoint.value.name
      queue_message_time_to_live_in_seconds = 604800
    }
  }

  dynamic "delivery_identity" {
    for_each = azurerm_storage_queue.arrivals
    content {
      type = "SystemAssigned"
    }
  }

  retry_policy {
    max_delivery_attempts = local.blob.max_receives
    event_time_to_live    = floor(local.blob.maximum_age_seconds / 60)
  }

  storage_blob_dead_letter_destination {
    storage_account_id          = azurerm_storage_account.this.id
    storage_blob_container_name = azurerm_storage_container.this["undelivered"].name
  }

  dead_letter_identity {
    type = "SystemAssigned"
  }

  # Event Grid calls the function before it says yes.
  depends_on = [
    azurerm_role_assignment.undelivered, azurerm_role_assignment.arrivals, azurerm_resource_group_template_deployment.package, azurerm_linux_function_app.this,
  ]
}

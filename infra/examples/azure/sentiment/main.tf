# Sentences on an event hub become results on another, and an alert where one is clearly negative.

resource "azurerm_resource_group" "this" {
  name     = var.name
  location = var.location
  tags     = local.tags
}

resource "azurerm_eventhub_namespace" "this" {
  name                         = "${var.name}-${substr(sha1("${var.subscription_id}/${var.name}"), 0, 8)}"
  resource_group_name          = azurerm_resource_group.this.name
  location                     = var.location
  sku                          = "Standard"
  local_authentication_enabled = false
  minimum_tls_version          = "1.2"
  tags                         = local.tags
}

resource "azurerm_eventhub" "hubs" {
  for_each = toset(["sentences", "results", "alerts"])

  name              = each.value
  namespace_id      = azurerm_eventhub_namespace.this.id
  partition_count   = 2
  message_retention = 2
}

module "function" {
  source = "../../../azure"

  name                = var.name
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  description         = "Tells whether a sentence is positive"
  package             = { path = var.package }
  model               = { name = "sentiment" }
  timeout_seconds     = 60
  max_concurrency     = var.max_concurrency
  tags                = local.tags

  trigger = {
    stream = {
      kind           = "eventhubs"
      id             = azurerm_eventhub.hubs["sentences"].id
      batch_size     = 200
      window_seconds = 1
    }
  }

  sinks = {
    results = { kind = "eventhubs", target = azurerm_eventhub.hubs["results"].id }
    alerts  = { kind = "eventhubs", target = azurerm_eventhub.hubs["alerts"].id, label = "negative", threshold = 0.95 }
  }
}

output "sentences" {
  description = "The hub to send sentences to."
  value       = azurerm_eventhub.hubs["sentences"].id
}

output "results" {
  description = "The hub to read results from."
  value       = azurerm_eventhub.hubs["results"].id
}

output "alerts" {
  description = "The hub that clearly negative sentences are announced on."
  value       = azurerm_eventhub.hubs["alerts"].id
}

output "failures_container_id" {
  description = "Where poison events go."
  value       = module.function.failures_container_id
}

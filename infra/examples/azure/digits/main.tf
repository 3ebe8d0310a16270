# Pictures of digits that land in a container become JSON blobs in another.

resource "azurerm_resource_group" "this" {
  name     = var.name
  location = var.location
  tags     = local.tags
}

resource "azurerm_storage_account" "pictures" {
  name                            = "thawpics${substr(sha1("${var.subscription_id}/${var.name}"), 0, 8)}"
  resource_group_name             = azurerm_resource_group.this.name
  location                        = var.location
  account_tier                    = "Standard"
  account_replication_type        = "ZRS"
  shared_access_key_enabled       = false
  default_to_oauth_authentication = true
  allow_nested_items_to_be_public = false
  min_tls_version                 = "TLS1_2"
  tags                            = local.tags

  blob_properties {
    delete_retention_policy {
      days = 7
    }
    container_delete_retention_policy {
      days = 7
    }
  }
}

resource "azurerm_storage_container" "these" {
  for_each = toset(["pictures", "labels"])

  name               = each.value
  storage_account_id = azurerm_storage_account.pictures.id
}

module "function" {
  source = "../../../azure"

  name                = var.name
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  description         = "Reads digits in pictures"
  package             = { path = var.package }
  model               = { name = "digits" }
  timeout_seconds     = 60
  max_concurrency     = var.max_concurrency
  trigger             = { blob = { account_id = azurerm_storage_account.pictures.id, container = azurerm_storage_container.these["pictures"].name } }
  sinks               = { labels = { kind = "azblob", target = azurerm_storage_container.these["labels"].id } }
  tags                = local.tags
}

output "container" {
  description = "Where to upload pictures."
  value       = azurerm_storage_container.these["pictures"].id
}

output "labels" {
  description = "Where the labels are."
  value       = azurerm_storage_container.these["labels"].id
}

output "failures_container_id" {
  description = "Where pictures go that cannot be read."
  value       = module.function.failures_container_id
}

output "package_url" {
  description = "Where the package is."
  value       = module.function.package_url
}

# One flaw a rule, each with the sentence that the policy has for it.

terraform {
  required_providers {
    azurerm = {
      source = "hashicorp/azurerm"
    }
  }
}

variable "package" {
  type = string
}

variable "subscription_id" {
  type = string
}

locals {
  group = "/subscriptions/${var.subscription_id}/resourceGroups/bad"
}

# deny: azurerm_storage_account.bad lets in whoever has its key: set shared_access_key_enabled to false
# deny: azurerm_storage_account.bad can be made public: set allow_nested_items_to_be_public to false
resource "azurerm_storage_account" "bad" {
  name                            = "badaccount"
  resource_group_name             = "bad"
  location                        = "westeurope"
  account_tier                    = "Standard"
  account_replication_type        = "LRS"
  shared_access_key_enabled       = true
  allow_nested_items_to_be_public = true
}

# deny: azurerm_storage_container.open is open to everybody: its container_access_type is blob
resource "azurerm_storage_container" "open" {
  name                  = "open"
  storage_account_id    = "${local.group}/providers/Microsoft.Storage/storageAccounts/badaccount"
  container_access_type = "blob"
}

# deny: azurerm_eventhub_namespace.keys lets in whoever has its key: set local_authentication_enabled to false
resource "azurerm_eventhub_namespace" "keys" {
  name                = "bad-namespace"
  resource_group_name = "bad"
  location            = "westeurope"
  sku                 = "Standard"
}

# deny: azurerm_role_assignment.owner gives Owner: name a role for data
# deny: azurerm_role_assignment.owner is for a whole subscription or group: name the resource
resource "azurerm_role_assignment" "owner" {
  scope                = local.group
  role_definition_name = "Owner"
  principal_id         = "00000000-0000-0000-0000-000000000009"
}

# deny: azurerm_eventgrid_system_topic_event_subscription.lossy loses what Event Grid gives up on: set storage_blob_dead_letter_destination
resource "azurerm_eventgrid_system_topic_event_subscription" "lossy" {
  name                = "lossy"
  resource_group_name = "bad"
  system_topic        = "topic"

  webhook_endpoint {
    url = "https://example.com"
  }
}

resource "azurerm_service_plan" "bad" {
  name                = "bad"
  resource_group_name = "bad"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "EP1"
}

# deny: azurerm_linux_function_app.bad reaches its storage by a key: set storage_uses_managed_identity
# deny: azurerm_linux_function_app.bad has a connection string in RESULTS: use an identity
# deny: azurerm_linux_function_app.bad can be deployed with a password: set ftp_publish_basic_authentication_enabled to false
# deny: azurerm_linux_function_app.bad can be deployed with a password: set webdeploy_publish_basic_authentication_enabled to false
# deny: azurerm_linux_function_app.bad answers in the clear: set https_only
# deny: azurerm_linux_function_app.bad is in a network, and open beside it: set ip_restriction_default_action to Deny
# deny: azurerm_linux_function_app.bad tells nobody what it does: make azurerm_monitor_diagnostic_setting
# deny: azurerm_linux_function_app.bad does not say where poison goes: set THAW_DEAD_LETTER
# deny: azurerm_linux_function_app.bad has no alarm on errors
# deny: azurerm_linux_function_app.bad has no alarm on failures
resource "azurerm_linux_function_app" "bad" {
  name                       = "bad"
  resource_group_name        = "bad"
  location                   = "westeurope"
  service_plan_id            = azurerm_service_plan.bad.id
  storage_account_name       = "badaccount"
  storage_account_access_key = "x"
  virtual_network_subnet_id  = "${local.group}/providers/Microsoft.Network/virtualNetworks/v/subnets/s"

  app_settings = {
    THAW_FUNCTION = "bad"
    RESULTS       = "AccountName=x;AccountKey=x"
  }

  site_config {}
}

# deny: azurerm_function_app_flex_consumption.keyed reaches its storage by a key: use an identity
# deny: azurerm_function_app_flex_consumption.keyed answers in the clear: set https_only
# deny: azurerm_function_app_flex_consumption.keyed can be deployed with a password: set webdeploy_publish_basic_authentication_enabled to false
# deny: azurerm_function_app_flex_consumption.keyed tells nobody what it does: make azurerm_monitor_diagnostic_setting
# deny: azurerm_function_app_flex_consumption.keyed does not say where poison goes: set THAW_DEAD_LETTER
# deny: azurerm_function_app_flex_consumption.keyed has no alarm on errors
# deny: azurerm_function_app_flex_consumption.keyed has no alarm on failures
resource "azurerm_function_app_flex_consumption" "keyed" {
  name                        = "keyed"
  resource_group_name         = "bad"
  location                    = "westeurope"
  service_plan_id             = azurerm_service_plan.bad.id
  runtime_name                = "java"
  runtime_version             = "21"
  storage_container_type      = "blobContainer"
  storage_container_endpoint  = "https://badaccount.blob.core.windows.net/packages"
  storage_authentication_type = "StorageAccountConnectionString"
  storage_access_key          = "x"

  webdeploy_publish_basic_authentication_enabled = true

  app_settings = { THAW_FUNCTION = "keyed" }

  site_config {}
}

# deny: azurerm_container_app.clear answers in the clear: set allow_insecure_connections to false
resource "azurerm_container_app" "clear" {
  name                         = "clear"
  resource_group_name          = "bad"
  container_app_environment_id = "${local.group}/providers/Microsoft.App/managedEnvironments/bad"
  revision_mode                = "Single"

  ingress {
    target_port                = 80
    allow_insecure_connections = true

    traffic_weight {
      latest_revision = true
      percentage      = 100
    }
  }

  template {
    container {
      name   = "function"
      image  = "r.azurecr.io/bad:1"
      cpu    = 0.5
      memory = "1Gi"
    }
  }
}

# deny: azurerm_container_app.plain has a secret in plain text: name it by key_vault_secret_id
resource "azurerm_container_app" "plain" {
  name                         = "plain"
  resource_group_name          = "bad"
  container_app_environment_id = "${local.group}/providers/Microsoft.App/managedEnvironments/bad"
  revision_mode                = "Single"

  secret {
    name  = "password"
    value = "x"
  }

  template {
    container {
      name   = "function"
      image  = "r.azurecr.io/bad:1"
      cpu    = 0.5
      memory = "1Gi"
    }
  }
}

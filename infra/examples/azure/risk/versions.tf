terraform {
  required_version = ">= 1.9"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 5.2"
    }
  }
}

provider "azurerm" {
  subscription_id = var.subscription_id
  # The module's accounts have no keys.
  storage_use_azuread = true

  features {
    template_deployment {
      # The module's template sets what is a part of the app and goes with it; app settings cannot be deleted alone.
      delete_nested_items_during_deletion = false
    }
  }
}

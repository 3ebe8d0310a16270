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

  features {}
}

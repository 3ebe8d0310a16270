# A function behind an API of an API Management service that is there.

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

module "function" {
  source = "../azure"

  name                = "gated"
  location            = "westeurope"
  resource_group_name = "functions"
  package             = { path = var.package }
  model               = { name = "risk" }
  trigger = {
    http = {
      authoriser = {
        kind      = "apim"
        issuer    = "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000002/v2.0"
        client_id = "00000000-0000-0000-0000-000000000003"
        audience  = ["api://risk"]
      }
      apim                = { name = "gate", resource_group_name = "ops", principal_id = "00000000-0000-0000-0000-000000000004" }
      requests_per_second = 200
      cors_origins        = ["https://example.com"]
    }
  }
}

# A container app of the module's, whose package is an image.

terraform {
  required_providers {
    azurerm = {
      source = "hashicorp/azurerm"
    }
  }
}

variable "package" {
  description = "Not used: an image is named by `tag`."
  type        = string
}

variable "subscription_id" {
  type = string
}

variable "tag" {
  type    = string
  default = "3"
}

variable "trigger" {
  type = any
}

locals {
  group = "/subscriptions/${var.subscription_id}/resourceGroups/functions"
}

module "function" {
  source = "../azure"

  name                = "digits"
  location            = "westeurope"
  resource_group_name = "functions"
  plan                = "container"
  package = {
    image       = "myregistry.azurecr.io/functions/digits:${var.tag}"
    registry_id = "${local.group}/providers/Microsoft.ContainerRegistry/registries/myregistry"
  }
  model       = { name = "digits" }
  environment = { JAVA_OPTS = "-XX:+UseSerialGC" }
  trigger     = var.trigger
}

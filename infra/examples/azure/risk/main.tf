# An API that tells a patient's risk from named features, on a Premium plan.

variable "authoriser" {
  description = "Who may call; the module says what is possible."
  type = object({
    kind      = string
    issuer    = optional(string)
    client_id = optional(string)
    audience  = optional(list(string), [])
  })
  default = { kind = "key" }
}

resource "azurerm_resource_group" "this" {
  name     = var.name
  location = var.location
  tags     = local.tags
}

module "function" {
  source = "../../../azure"

  name                = var.name
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  description         = "Tells a patient's risk"
  package             = { path = var.package }
  model               = { name = "risk" }
  plan                = "premium"
  min_instances       = 1
  max_concurrency     = var.max_concurrency
  trigger             = { http = { authoriser = var.authoriser } }
  alarms              = { error_percent = 0.5 }
  tags                = local.tags
}

output "url" {
  description = "Where to ask."
  value       = module.function.url
}

# API Management in front of the app: it checks tokens, counts requests and calls the app as itself.

locals {
  apim = try(local.http.apim, null)
}

resource "azurerm_api_management_backend" "this" {
  count = local.apim == null ? 0 : 1

  name                = var.name
  resource_group_name = local.apim.resource_group_name
  api_management_name = local.apim.name
  protocol            = "http"
  url                 = "https://${local.host}"
  description         = var.description
}

resource "azurerm_api_management_api" "this" {
  count = local.apim == null ? 0 : 1

  name                  = var.name
  resource_group_name   = local.apim.resource_group_name
  api_management_name   = local.apim.name
  revision              = "1"
  display_name          = var.name
  description           = var.description
  path                  = coalesce(local.apim.path, var.name)
  protocols             = ["https"]
  subscription_required = false
}

resource "azurerm_api_management_api_operation" "any" {
  for_each = local.apim == null ? [] : toset(["GET", "HEAD", "POST", "OPTIONS"])

  operation_id        = lower(each.value)
  api_name            = azurerm_api_management_api.this[0].name
  api_management_name = local.apim.name
  resource_group_name = local.apim.resource_group_name
  display_name        = each.value
  method              = each.value
  url_template        = "/*"
}

resource "azurerm_api_management_api_policy" "this" {
  count = local.apim == null ? 0 : 1

  api_name            = azurerm_api_management_api.this[0].name
  api_management_name = local.apim.name
  resource_group_name = local.apim.resource_group_name

  xml_content = templatefile("${path.module}/policy.xml.tftpl", {
    issuer    = local.http.authoriser.issuer
    audience  = local.http.authoriser.audience
    client_id = local.http.authoriser.client_id
    rate      = ceil(local.http.requests_per_second)
    origins   = local.http.cors_origins
    backend   = azurerm_api_management_backend.this[0].name
    timeout   = min(230, var.timeout_seconds + 2)
  })
}

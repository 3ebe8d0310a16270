output "function_name" {
  description = "Name of the function app, or of the container app."
  value       = local.container ? local.container_name : local.app_name
}

output "url" {
  description = "URL of the function app, or of its API; null for a container app that takes no requests."
  value       = local.host == "" ? null : local.apim == null ? "https://${local.host}" : "https://${local.apim.name}.azure-api.net/${azurerm_api_management_api.this[0].path}"
}

output "identity_principal_id" {
  description = "Principal of the function's identity, to give it what an own predictor needs."
  value       = azurerm_user_assigned_identity.this.principal_id
}

output "storage_account_id" {
  description = "Id of the module's storage account."
  value       = azurerm_storage_account.this.id
}

output "failures_container_id" {
  description = "Where poison is."
  value       = azurerm_storage_container.this["failures"].id
}

output "workspace_id" {
  description = "Where logs and metrics are."
  value       = local.workspace_id
}

output "package_url" {
  description = "Where the package is; null for an image."
  value       = local.package_url
}

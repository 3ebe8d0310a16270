# A zip from this machine in the module's container, and its deployment.

locals {
  package_sha = local.in_file ? coalesce(var.package.sha256, filebase64sha256(var.package.path)) : var.package.sha256
  # One Deploy keeps what it deploys under this very name; a Premium plan runs whatever the URL names, by content.
  package_blob = local.flex ? "released-package.zip" : "${replace(replace(trimsuffix(coalesce(local.package_sha, "-"), "="), "/", "_"), "+", "-")}.zip"
  package_url  = local.in_file ? "${azurerm_storage_account.this.primary_blob_endpoint}packages/${local.package_blob}" : try(var.package.blob.url, null)
}

# Who applies, uploads: nobody may write to a container for being an owner of the account.
resource "azurerm_role_assignment" "deployer" {
  count = local.in_file ? 1 : 0

  scope                = azurerm_storage_container.this["packages"].id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = data.azurerm_client_config.current.object_id
}

resource "azurerm_storage_blob" "package" {
  count = local.in_file ? 1 : 0

  name                 = local.package_blob
  storage_container_id = azurerm_storage_container.this["packages"].id
  type                 = "Block"
  source               = var.package.path
  content_type         = "application/zip"
  # By content, never by time: the same zip built twice is not deployed twice.
  content_md5 = filemd5(var.package.path)

  depends_on = [azurerm_role_assignment.deployer]
}

# Flex Consumption: the app settings as they are, and the package, whenever either changes. The provider adds a setting
# AzureWebJobsStorage with an empty key, which the host prefers to the identity, whatever the configuration says of it;
# this takes it out again.
resource "azurerm_resource_group_template_deployment" "package" {
  count = local.flex ? 1 : 0

  name                = "${local.app_name}-package"
  resource_group_name = var.resource_group_name
  deployment_mode     = "Incremental"
  tags                = var.tags

  template_content = jsonencode({
    "$schema"      = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    contentVersion = "1.0.0.0"
    parameters     = {}
    variables      = {}
    resources = [
      {
        type       = "Microsoft.Web/sites/config"
        apiVersion = "2024-04-01"
        name       = "${local.app_name}/appsettings"
        properties = merge(local.settings, { APPLICATIONINSIGHTS_CONNECTION_STRING = azurerm_application_insights.this.connection_string })
      },
      {
        type       = "Microsoft.Web/sites/extensions"
        apiVersion = "2022-09-01"
        name       = "${local.app_name}/onedeploy"
        dependsOn  = ["[resourceId('Microsoft.Web/sites/config', '${local.app_name}', 'appsettings')]"]
        properties = { packageUri = local.package_url, remoteBuild = false }
      },
    ]
    # Whatever changes the app brings the setting back, so the deployment changes with it.
    outputs = {
      of = { type = "string", value = sha1(jsonencode([local.package_sha, local.memory, var.runtime, var.min_instances, var.max_concurrency, var.requests_per_instance, var.network, var.tags, local.http])) }
    }
  })

  depends_on = [azurerm_function_app_flex_consumption.this, azurerm_storage_blob.package, azurerm_role_assignment.function]
}

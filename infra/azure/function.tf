# The plan and the app: Flex Consumption or Premium. What both have is told once, in the locals; container.tf has the third.

resource "azurerm_service_plan" "this" {
  count = local.container ? 0 : 1

  name                = var.name
  resource_group_name = var.resource_group_name
  location            = var.location
  os_type             = "Linux"
  sku_name            = local.flex ? "FC1" : { "3584" = "EP1", "7168" = "EP2", "14336" = "EP3" }[tostring(local.memory)]
  tags                = var.tags

  maximum_elastic_worker_count = local.flex ? null : coalesce(var.max_concurrency, 20)
}

locals {
  always_ready = var.min_instances == 0 ? {} : {
    (local.http != null ? "http" : try(local.blob.via, "") == "blob" ? "blob" : "function:${local.function}") = var.min_instances
  }
  authenticated = contains(["jwt", "apim"], try(local.http.authoriser.kind, ""))
  inbound = var.network == null ? [] : concat(
    [for index, range in var.network.allowed_ips : { name = "ip-${index}", ip = range, subnet = null, tag = null }],
    [for index, id in var.network.allowed_subnet_ids : { name = "subnet-${index}", ip = null, subnet = id, tag = null }],
    # Event Grid comes from outside.
    local.blob == null ? [] : [{ name = "event-grid", ip = null, subnet = null, tag = "AzureEventGrid" }],
  )
}

resource "azurerm_function_app_flex_consumption" "this" {
  count = local.flex ? 1 : 0

  name                          = local.app_name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  service_plan_id               = azurerm_service_plan.this[0].id
  https_only                    = true
  public_network_access_enabled = true
  virtual_network_subnet_id     = try(var.network.subnet_id, null)
  tags                          = var.tags

  runtime_name           = "java"
  runtime_version        = local.java
  instance_memory_in_mb  = local.memory
  maximum_instance_count = coalesce(var.max_concurrency, 100)
  http_concurrency       = local.http == null ? null : var.requests_per_instance

  storage_container_type            = "blobContainer"
  storage_container_endpoint        = "${azurerm_storage_account.this.primary_blob_endpoint}${azurerm_storage_container.this["packages"].name}"
  storage_authentication_type       = "UserAssignedIdentity"
  storage_user_assigned_identity_id = azurerm_user_assigned_identity.this.id

  webdeploy_publish_basic_authentication_enabled = false

  app_settings = local.settings

  dynamic "always_ready" {
    for_each = local.always_ready
    content {
      name           = always_ready.key
      instance_count = always_ready.value
    }
  }

  identity {
    type         = "SystemAssigned, UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.this.id]
  }

  site_config {
    application_insights_connection_string = azurerm_application_insights.this.connection_string
    http2_enabled                          = true
    minimum_tls_version                    = "1.2"
    scm_minimum_tls_version                = "1.2"
    ip_restriction_default_action          = var.network == null ? "Allow" : "Deny"
    scm_ip_restriction_default_action      = var.network == null ? "Allow" : "Deny"

    dynamic "ip_restriction" {
      for_each = local.inbound
      content {
        name                      = ip_restriction.value.name
        priority                  = 100 + ip_restriction.key
        action                    = "Allow"
        ip_address                = ip_restriction.value.ip
        virtual_network_subnet_id = ip_restriction.value.subnet
        service_tag               = ip_restriction.value.tag
      }
    }
  }

  dynamic "auth_settings_v2" {
    for_each = local.authenticated ? [local.http.authoriser] : []
    content {
      auth_enabled           = true
      require_authentication = true
      require_https          = true
      unauthenticated_action = "Return401"

      active_directory_v2 {
        client_id            = auth_settings_v2.value.client_id
        tenant_auth_endpoint = auth_settings_v2.value.issuer
        allowed_audiences    = auth_settings_v2.value.audience
        allowed_identities   = local.http.apim == null ? null : [local.http.apim.principal_id]
      }

      login {}
    }
  }

  # The first instance must find its permissions.
  depends_on = [azurerm_role_assignment.function, azurerm_cosmosdb_sql_role_assignment.function]
}

resource "azurerm_linux_function_app" "this" {
  count = local.premium ? 1 : 0

  name                          = local.app_name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  service_plan_id               = azurerm_service_plan.this[0].id
  https_only                    = true
  public_network_access_enabled = true
  virtual_network_subnet_id     = try(var.network.subnet_id, null)
  tags                          = var.tags

  storage_account_name          = azurerm_storage_account.this.name
  storage_uses_managed_identity = true

  builtin_logging_enabled                        = false
  ftp_publish_basic_authentication_enabled       = false
  webdeploy_publish_basic_authentication_enabled = false
  vnet_image_pull_enabled                        = !local.in_zip && var.network != null

  app_settings = merge(
    { for name, value in local.settings : name => value if name != "AzureWebJobsStorage__accountName" },
    # The package is run where it is; its URL changes with its content.
    local.in_zip ? {
      WEBSITE_RUN_FROM_PACKAGE                     = local.package_url
      WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID = azurerm_user_assigned_identity.this.id
      THAW_PACKAGE                                 = local.package_sha
    } : {},
  )

  identity {
    type         = "SystemAssigned, UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.this.id]
  }

  site_config {
    application_insights_connection_string = azurerm_application_insights.this.connection_string
    http2_enabled                          = true
    ftps_state                             = "Disabled"
    minimum_tls_version                    = "1.2"
    scm_minimum_tls_version                = "1.2"
    elastic_instance_minimum               = max(1, var.min_instances)
    pre_warmed_instance_count              = 1
    app_scale_limit                        = coalesce(var.max_concurrency, 20)
    runtime_scale_monitoring_enabled       = local.http == null && var.network != null
    vnet_route_all_enabled                 = var.network != null
    ip_restriction_default_action          = var.network == null ? "Allow" : "Deny"
    scm_ip_restriction_default_action      = var.network == null ? "Allow" : "Deny"

    container_registry_use_managed_identity       = !local.in_zip
    container_registry_managed_identity_client_id = local.in_zip ? null : azurerm_user_assigned_identity.this.client_id

    application_stack {
      java_version = local.in_zip ? local.java : null

      dynamic "docker" {
        for_each = local.in_zip ? [] : [var.package.image]
        content {
          registry_url = "https://${split("/", docker.value)[0]}"
          image_name   = join("/", slice(split("/", split(":", docker.value)[0]), 1, length(split("/", split(":", docker.value)[0]))))
          image_tag    = split(":", docker.value)[1]
        }
      }
    }

    dynamic "ip_restriction" {
      for_each = local.inbound
      content {
        name                      = ip_restriction.value.name
        priority                  = 100 + ip_restriction.key
        action                    = "Allow"
        ip_address                = ip_restriction.value.ip
        virtual_network_subnet_id = ip_restriction.value.subnet
        service_tag               = ip_restriction.value.tag
      }
    }
  }

  dynamic "auth_settings_v2" {
    for_each = local.authenticated ? [local.http.authoriser] : []
    content {
      auth_enabled           = true
      require_authentication = true
      require_https          = true
      unauthenticated_action = "Return401"

      active_directory_v2 {
        client_id            = auth_settings_v2.value.client_id
        tenant_auth_endpoint = auth_settings_v2.value.issuer
        allowed_audiences    = auth_settings_v2.value.audience
        allowed_identities   = local.http.apim == null ? null : [local.http.apim.principal_id]
      }

      login {}
    }
  }

  # The first instance must find its permissions and its package.
  depends_on = [azurerm_role_assignment.function, azurerm_cosmosdb_sql_role_assignment.function, azurerm_storage_blob.package]
}

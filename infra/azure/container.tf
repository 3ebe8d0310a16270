# The image of a function app as a container app: the host in it is Azure's own, what scales it is told here.

locals {
  container   = var.plan == "container"
  environment = local.container ? coalesce(var.container_environment_id, one(azurerm_container_app_environment.this[*].id)) : null
  # Container apps have short names.
  container_name = "${trimsuffix(substr(var.name, 0, 23), "-")}-${local.digest}"

  container_settings = merge(local.settings, {
    FUNCTIONS_WORKER_RUNTIME                           = "java"
    APPLICATIONINSIGHTS_CONNECTION_STRING              = azurerm_application_insights.this.connection_string
    WEBSITE_CLOUD_ROLENAME                             = local.app_name
    AzureFunctionsJobHost__logging__console__isEnabled = "true"
    # Every instance has the same keys.
    AzureWebJobsSecretStorageType = "blob"
  })

  # What each kind of trigger is scaled by: how much of it waits for one instance.
  scale_rules = !local.container || local.http != null ? {} : {
    (local.function) = {
      type = local.blob != null ? "azure-queue" : {
        eventhubs = "azure-eventhub", servicebus = "azure-servicebus", queue = "azure-queue", kafka = "apache-kafka"
      }[local.stream.kind]
      metadata = { for name, value in local.blob != null ? {
        accountName = azurerm_storage_account.this.name, queueName = one(azurerm_storage_queue.arrivals[*].name), queueLength = "16"
        } : {
        accountName               = local.stream.kind == "queue" ? local.source[8] : null
        queueName                 = local.stream.kind == "queue" ? local.source[12] : local.stream.kind == "servicebus" && !local.by_topic ? local.source[10] : null
        queueLength               = local.stream.kind == "queue" ? tostring(local.stream.batch_size) : null
        namespace                 = local.stream.kind == "servicebus" ? local.source[8] : null
        topicName                 = local.by_topic ? local.source[10] : null
        subscriptionName          = local.by_topic ? local.source[12] : null
        messageCount              = local.stream.kind == "servicebus" ? tostring(local.stream.batch_size) : null
        eventHubNamespace         = local.stream.kind == "eventhubs" ? local.source[8] : null
        eventHubName              = local.stream.kind == "eventhubs" ? local.source[10] : null
        consumerGroup             = contains(["eventhubs", "kafka"], local.stream.kind) ? coalesce(local.stream.consumer_group, var.name) : null
        checkpointStrategy        = local.stream.kind == "eventhubs" ? "azureFunction" : null
        blobContainer             = local.stream.kind == "eventhubs" ? "azure-webjobs-eventhub" : null
        storageAccountName        = local.stream.kind == "eventhubs" ? azurerm_storage_account.this.name : null
        unprocessedEventThreshold = local.stream.kind == "eventhubs" ? tostring(local.stream.batch_size) : null
        bootstrapServers          = local.stream.kind == "kafka" ? join(",", local.stream.bootstrap_servers) : null
        topic                     = local.stream.kind == "kafka" ? local.stream.topic : null
        lagThreshold              = local.stream.kind == "kafka" ? tostring(local.stream.batch_size) : null
      } : name => value if value != null }
    }
  }
}

resource "azurerm_container_app_environment" "this" {
  count = local.container && var.container_environment_id == null ? 1 : 0

  name                     = var.name
  resource_group_name      = var.resource_group_name
  location                 = var.location
  infrastructure_subnet_id = try(var.network.subnet_id, null)
  # To the workspace by a diagnostic setting: the other way needs the workspace's key.
  logs_destination   = "azure-monitor"
  mutual_tls_enabled = true
  tags               = var.tags

  workload_profile {
    name                  = "Consumption"
    workload_profile_type = "Consumption"
  }

  lifecycle {
    # The provider asks Azure for a group of its own choice.
    ignore_changes = [infrastructure_resource_group_name]
  }
}

resource "azurerm_container_app" "this" {
  count = local.container ? 1 : 0

  name                         = local.container_name
  resource_group_name          = var.resource_group_name
  container_app_environment_id = local.environment
  # A package that does not start leaves the one before it running.
  revision_mode         = "Single"
  workload_profile_name = var.container_environment_id == null ? "Consumption" : null
  tags                  = var.tags

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.this.id]
  }

  registry {
    server   = split("/", var.package.image)[0]
    identity = azurerm_user_assigned_identity.this.id
  }

  dynamic "secret" {
    for_each = var.secrets
    content {
      name                = lower(replace(secret.key, "_", "-"))
      identity            = azurerm_user_assigned_identity.this.id
      key_vault_secret_id = "https://${element(split("/", secret.value.vault_id), 8)}.vault.azure.net/secrets/${secret.value.secret}"
    }
  }

  dynamic "ingress" {
    for_each = local.http == null ? [] : [local.http]
    content {
      external_enabled           = true
      allow_insecure_connections = false
      target_port                = 80
      transport                  = "auto"

      traffic_weight {
        latest_revision = true
        percentage      = 100
      }

      dynamic "ip_security_restriction" {
        for_each = try(var.network.allowed_ips, [])
        content {
          name             = "ip-${ip_security_restriction.key}"
          action           = "Allow"
          ip_address_range = ip_security_restriction.value
        }
      }
    }
  }

  template {
    min_replicas = var.min_instances
    max_replicas = coalesce(var.max_concurrency, 20)
    # What is under way may end.
    termination_grace_period_seconds = min(600, var.timeout_seconds + 2)

    container {
      name   = "function"
      image  = var.package.image
      cpu    = local.memory / 2048
      memory = "${local.memory / 1024}Gi"

      dynamic "env" {
        for_each = { for name, value in local.container_settings : name => value if !contains(keys(var.secrets), name) }
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = var.secrets
        content {
          name        = env.key
          secret_name = lower(replace(env.key, "_", "-"))
        }
      }
    }

    dynamic "http_scale_rule" {
      for_each = local.http == null ? [] : [var.requests_per_instance]
      content {
        name                = "http"
        concurrent_requests = tostring(http_scale_rule.value)
      }
    }

    dynamic "custom_scale_rule" {
      for_each = local.scale_rules
      content {
        name             = custom_scale_rule.key
        custom_rule_type = custom_scale_rule.value.type
        metadata         = custom_scale_rule.value.metadata
        identity_id      = custom_scale_rule.value.type == "apache-kafka" ? null : azurerm_user_assigned_identity.this.id
      }
    }
  }

  # The first instance must find its permissions.
  depends_on = [azurerm_role_assignment.function, azurerm_role_assignment.secret, azurerm_cosmosdb_sql_role_assignment.function]
}

# What the function and its host read at their start.

locals {
  dead_letter = coalesce(var.dead_letter, {
    kind   = "azblob"
    target = azurerm_storage_container.this["failures"].id
    prefix = ""
  })

  # From what an id names to what a client is given.
  ids = { for name, sink in merge(var.sinks, { "-dead-letter" = local.dead_letter }) : name => split("/", sink.target) }
  places = {
    for name, sink in merge(var.sinks, { "-dead-letter" = local.dead_letter }) : name => {
      azblob     = "azblob://${join("/", compact([try(local.ids[name][8], ""), try(local.ids[name][12], ""), trim(sink.prefix, "/")]))}"
      aztable    = "aztable:${try(local.ids[name][8], "")}/${try(local.ids[name][12], "")}"
      azqueue    = "azqueue:${try(local.ids[name][8], "")}/${try(local.ids[name][12], "")}"
      cosmos     = "cosmos:${try(local.ids[name][8], "")}/${try(local.ids[name][10], "")}/${try(local.ids[name][12], "")}"
      servicebus = "servicebus:${try(local.ids[name][8], "")}/${try(local.ids[name][10], "")}"
      eventhubs  = "eventhubs:${try(local.ids[name][8], "")}/${try(local.ids[name][10], "")}"
    }[sink.kind]
  }

  alert_terms = {
    for name, sink in var.sinks : name => join("&", compact([
      sink.label == null ? "" : "label=${urlencode(coalesce(sink.label, "-"))}",
      sink.threshold == null ? "" : "threshold=${coalesce(sink.threshold, 0)}",
    ]))
  }

  identity = { credential = "managedidentity", clientId = azurerm_user_assigned_identity.this.client_id }
  source   = split("/", coalesce(try(local.blob.account_id, null), try(local.stream.id, null), "-"))

  # How the host reaches the trigger's source: the same on every plan, and nowhere a key.
  connections = merge(
    { AzureWebJobsStorage = merge(local.identity, { accountName = azurerm_storage_account.this.name }) },
    local.blob != null || try(local.stream.kind, "") == "queue" ? {
      THAW_STORAGE = merge(local.identity, {
        blobServiceUri  = "https://${try(local.source[8], "")}.blob.core.windows.net"
        queueServiceUri = local.through_queue ? trimsuffix(azurerm_storage_account.this.primary_queue_endpoint, "/") : "https://${try(local.source[8], "")}.queue.core.windows.net"
      })
    } : {},
    try(local.stream.kind, "") == "eventhubs" ? {
      THAW_EVENTHUBS = merge(local.identity, { fullyQualifiedNamespace = "${try(local.source[8], "")}.servicebus.windows.net" })
    } : {},
    try(local.stream.kind, "") == "servicebus" ? {
      THAW_SERVICEBUS = merge(local.identity, { fullyQualifiedNamespace = "${try(local.source[8], "")}.servicebus.windows.net" })
    } : {},
  )

  source_settings = local.blob != null ? merge({ THAW_BLOB_CONTAINER = local.blob.container }, local.through_queue ? { THAW_QUEUE = azurerm_storage_queue.arrivals[0].name } : {}) : local.stream == null ? {} : {
    for name, value in {
      THAW_EVENTHUB                = local.stream.kind == "eventhubs" ? try(local.source[10], "") : null
      THAW_EVENTHUB_CONSUMER_GROUP = one(azurerm_eventhub_consumer_group.this[*].name)
      THAW_SERVICEBUS_QUEUE        = local.stream.kind == "servicebus" && !local.by_topic ? try(local.source[10], "") : null
      THAW_SERVICEBUS_TOPIC        = local.by_topic ? try(local.source[10], "") : null
      THAW_SERVICEBUS_SUBSCRIPTION = local.by_topic ? try(local.source[12], "") : null
      THAW_QUEUE                   = local.stream.kind == "queue" ? try(local.source[12], "") : null
      THAW_KAFKA_BROKERS           = local.stream.kind == "kafka" ? join(",", local.stream.bootstrap_servers) : null
      THAW_KAFKA_TOPIC             = local.stream.kind == "kafka" ? local.stream.topic : null
      THAW_KAFKA_CONSUMER_GROUP    = local.stream.kind == "kafka" ? coalesce(local.stream.consumer_group, var.name) : null
    } : name => value if value != null
  }

  window = format("00:%02d:%02d", floor(try(local.stream.window_seconds, 0) / 60), try(local.stream.window_seconds, 0) % 60)
  # What would else stand in the package's host.json.
  host_settings = merge(
    { functionTimeout = format("00:%02d:%02d", floor(var.timeout_seconds / 60), var.timeout_seconds % 60) },
    try(local.stream.kind, "") == "eventhubs" ? merge({ extensions__eventHubs__maxEventBatchSize = local.stream.batch_size },
    local.stream.window_seconds == 0 ? {} : { extensions__eventHubs__minEventBatchSize = local.stream.batch_size, extensions__eventHubs__maxWaitTime = local.window }) : {},
    try(local.stream.kind, "") == "servicebus" ? merge({ extensions__serviceBus__maxMessageBatchSize = local.stream.batch_size },
    local.stream.window_seconds == 0 ? {} : { extensions__serviceBus__minMessageBatchSize = local.stream.batch_size, extensions__serviceBus__maxBatchWaitTime = local.window }) : {},
    try(local.stream.kind, "") == "queue" ? {
      extensions__queues__batchSize       = min(32, local.stream.batch_size)
      extensions__queues__maxDequeueCount = local.stream.max_receives
    } : {},
    try(local.stream.kind, "") == "kafka" ? { extensions__kafka__maxBatchSize = local.stream.batch_size } : {},
  )

  settings = merge(
    var.environment,
    merge([for connection, fields in local.connections : { for field, value in fields : "${connection}__${field}" => value }]...),
    { for name, value in local.host_settings : "AzureFunctionsJobHost__${name}" => tostring(value) },
    local.source_settings,
    {
      AZURE_CLIENT_ID                           = azurerm_user_assigned_identity.this.client_id
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING = "ClientId=${azurerm_user_assigned_identity.this.client_id};Authorization=AAD"
      THAW_FUNCTION                             = var.name
      THAW_TRIGGER                              = local.kind
      THAW_MODEL                                = var.model.name
      THAW_MODELS                               = var.model.repository
      THAW_LOG_LEVEL                            = var.log_level
      THAW_DEAD_LETTER                          = local.places["-dead-letter"]
    },
    length(var.sinks) == 0 ? {} : { THAW_SINKS = join(",", keys(var.sinks)) },
    { for name, sink in var.sinks : "THAW_SINK_${upper(name)}" => join("?", compact([local.places[name], local.alert_terms[name]])) },
    { for name, value in var.limits : "THAW_LIMIT_${upper(name)}" => tostring(value) if value != null },
    { for name, secret in var.secrets : name => "@Microsoft.KeyVault(VaultName=${element(split("/", secret.vault_id), 8)};SecretName=${secret.secret})" },
    length(try(local.http.cors_origins, [])) == 0 ? {} : { THAW_CORS_ORIGINS = join(",", local.http.cors_origins) },
  )
}

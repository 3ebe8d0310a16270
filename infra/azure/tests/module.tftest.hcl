# What the module makes of each trigger, and whom it lets do what.

mock_provider "azurerm" {
  mock_data "azurerm_client_config" {
    defaults = {
      subscription_id = "00000000-0000-0000-0000-000000000001"
      tenant_id       = "00000000-0000-0000-0000-000000000002"
      object_id       = "00000000-0000-0000-0000-000000000003"
    }
  }

  mock_data "azurerm_function_app_host_keys" {
    defaults = { blobs_extension_key = "blobs-key" }
  }

  mock_resource "azurerm_user_assigned_identity" {
    defaults = {
      id           = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.ManagedIdentity/userAssignedIdentities/digits"
      principal_id = "00000000-0000-0000-0000-000000000004"
      client_id    = "00000000-0000-0000-0000-000000000005"
    }
  }

  mock_resource "azurerm_storage_account" {
    defaults = {
      id                     = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/digitsst"
      primary_blob_endpoint  = "https://digitsst.blob.core.windows.net/"
      primary_queue_endpoint = "https://digitsst.queue.core.windows.net/"
    }
  }

  mock_resource "azurerm_storage_container" {
    defaults = { id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/digitsst/blobServices/default/containers/failures" }
  }

  mock_resource "azurerm_storage_queue" {
    defaults = { id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source/queueServices/default/queues/orders-poison" }
  }

  mock_resource "azurerm_service_plan" {
    defaults = { id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Web/serverFarms/digits" }
  }

  mock_resource "azurerm_application_insights" {
    defaults = {
      id                = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Insights/components/digits"
      connection_string = "InstrumentationKey=00000000-0000-0000-0000-000000000006"
    }
  }

  mock_resource "azurerm_log_analytics_workspace" {
    defaults = { id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.OperationalInsights/workspaces/digits" }
  }

  mock_resource "azurerm_eventgrid_system_topic" {
    defaults = { id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.EventGrid/systemTopics/digits-arrivals" }
  }

  mock_resource "azurerm_container_app_environment" {
    defaults = { id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.App/managedEnvironments/digits" }
  }

  mock_resource "azurerm_container_app" {
    defaults = { id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.App/containerApps/digits" }
  }

  mock_resource "azurerm_function_app_flex_consumption" {
    defaults = {
      id               = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Web/sites/digits"
      default_hostname = "digits.azurewebsites.net"
    }
  }

  mock_resource "azurerm_linux_function_app" {
    defaults = {
      id               = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Web/sites/digits"
      default_hostname = "digits.azurewebsites.net"
    }
  }
}

variables {
  name                = "digits"
  location            = "westeurope"
  resource_group_name = "digits"
  package = {
    sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    blob   = { url = "https://packages.blob.core.windows.net/zips/digits.zip", container_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/packages/blobServices/default/containers/zips" }
  }
  model   = { name = "digits" }
  trigger = { blob = { account_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source", container = "pictures" } }
}

run "event_grid_tells_the_blob_extension_with_its_key" {
  assert {
    condition     = nonsensitive(azurerm_eventgrid_system_topic_event_subscription.arrivals[0].webhook_endpoint[0].url) == "https://digits.azurewebsites.net/runtime/webhooks/blobs?functionName=Host.Functions.blob&code=blobs-key"
    error_message = "Event Grid calls another function."
  }

  assert {
    condition     = azurerm_eventgrid_system_topic_event_subscription.arrivals[0].storage_blob_dead_letter_destination[0].storage_blob_container_name == "undelivered" && azurerm_eventgrid_system_topic_event_subscription.arrivals[0].subject_filter[0].subject_begins_with == "/blobServices/default/containers/pictures/blobs/"
    error_message = "What Event Grid gives up on is lost, or it tells of other containers."
  }

  assert {
    condition     = azurerm_eventgrid_system_topic_event_subscription.arrivals[0].advanced_filter[0].string_not_in[0].values == tolist(["CreateFile", "SftpCreate"])
    error_message = "Event Grid tells of files that have only begun."
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.this[0].storage_authentication_type == "UserAssignedIdentity" && !azurerm_storage_account.this.shared_access_key_enabled && !azurerm_function_app_flex_consumption.this[0].webdeploy_publish_basic_authentication_enabled
    error_message = "Somebody gets in by a key."
  }

  assert {
    condition     = !contains(keys(jsondecode(azurerm_resource_group_template_deployment.package[0].template_content).resources[0].properties), "AzureWebJobsStorage") && jsondecode(azurerm_resource_group_template_deployment.package[0].template_content).resources[1].properties.packageUri == "https://packages.blob.core.windows.net/zips/digits.zip"
    error_message = "The host would use an empty key, or another package."
  }

  assert {
    condition     = azurerm_role_assignment.function["source"].role_definition_name == "Storage Blob Data Owner" && endswith(azurerm_role_assignment.function["source"].scope, "/containers/pictures")
    error_message = "More than the container is given, or less than the extension asks for."
  }

  assert {
    condition     = contains(keys(azurerm_monitor_scheduled_query_rules_alert_v2.figure), "dropped") && azurerm_monitor_diagnostic_setting.this["app"].log_analytics_workspace_id == azurerm_log_analytics_workspace.this[0].id
    error_message = "Nobody hears of it."
  }
}

run "event_grid_calls_the_function_itself" {
  variables {
    trigger = { blob = { account_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source", container = "pictures", via = "event", system_topic = "theirs", suffix = ".png", max_receives = 5 } }
  }

  assert {
    condition     = azurerm_eventgrid_system_topic_event_subscription.arrivals[0].azure_function_endpoint[0].function_id == "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Web/sites/digits/functions/blobevent" && azurerm_eventgrid_system_topic_event_subscription.arrivals[0].system_topic == "theirs" && azurerm_eventgrid_system_topic_event_subscription.arrivals[0].retry_policy[0].max_delivery_attempts == 5
    error_message = "Event Grid calls another function."
  }

  assert {
    condition     = azurerm_role_assignment.function["source"].role_definition_name == "Storage Blob Data Reader" && length(azurerm_eventgrid_system_topic.arrivals) == 0
    error_message = "The function may write where it only reads, or there is a second topic."
  }
}

run "a_hub_is_read_by_a_group_of_its_own" {
  variables {
    min_instances = 2
    trigger       = { stream = { kind = "eventhubs", id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.EventHub/namespaces/sources/eventhubs/sentences", batch_size = 200, window_seconds = 1 } }
  }

  assert {
    condition     = azurerm_eventhub_consumer_group.this[0].name == "digits" && azurerm_eventhub_consumer_group.this[0].eventhub_name == "sentences" && azurerm_role_assignment.function["source"].role_definition_name == "Azure Event Hubs Data Receiver"
    error_message = "Two readers take each other's events."
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.this[0].app_settings["THAW_EVENTHUB"] == "sentences" && azurerm_function_app_flex_consumption.this[0].app_settings["THAW_EVENTHUBS__fullyQualifiedNamespace"] == "sources.servicebus.windows.net" && azurerm_function_app_flex_consumption.this[0].app_settings["AzureFunctionsJobHost__extensions__eventHubs__maxEventBatchSize"] == "200" && azurerm_function_app_flex_consumption.this[0].app_settings["AzureFunctionsJobHost__extensions__eventHubs__maxWaitTime"] == "00:00:01"
    error_message = "Got ${jsonencode(azurerm_function_app_flex_consumption.this[0].app_settings)}"
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.this[0].always_ready[0].name == "function:eventhub" && azurerm_function_app_flex_consumption.this[0].always_ready[0].instance_count == 2
    error_message = "No instance of the function is kept ready."
  }
}

run "a_service_bus_topic_is_read_by_a_subscription" {
  variables {
    trigger = { stream = { kind = "servicebus", id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.ServiceBus/namespaces/busses/topics/orders/subscriptions/digits" } }
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.this[0].app_settings["THAW_SERVICEBUS_TOPIC"] == "orders" && azurerm_function_app_flex_consumption.this[0].app_settings["THAW_SERVICEBUS_SUBSCRIPTION"] == "digits" && !contains(keys(azurerm_function_app_flex_consumption.this[0].app_settings), "THAW_SERVICEBUS_QUEUE")
    error_message = "Got ${jsonencode(azurerm_function_app_flex_consumption.this[0].app_settings)}"
  }

  assert {
    condition     = azurerm_role_assignment.function["source"].role_definition_name == "Azure Service Bus Data Receiver" && azurerm_monitor_metric_alert.dead_letters[0].criteria[0].metric_name == "DeadletteredMessages"
    error_message = "Nobody hears of dead letters."
  }
}

run "a_storage_queue_has_its_poison_queue" {
  variables {
    trigger = { stream = { kind = "queue", id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source/queueServices/default/queues/orders", max_receives = 3 } }
  }

  assert {
    condition     = azurerm_storage_queue.poison[0].name == "orders-poison" && azurerm_storage_queue.poison[0].storage_account_id == "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source" && azurerm_function_app_flex_consumption.this[0].app_settings["AzureFunctionsJobHost__extensions__queues__maxDequeueCount"] == "3"
    error_message = "What fails three times has nowhere to go."
  }

  assert {
    condition     = azurerm_role_assignment.function["source"].role_definition_name == "Storage Queue Data Message Processor" && azurerm_role_assignment.function["source_poison"].role_definition_name == "Storage Queue Data Message Sender"
    error_message = "The host cannot read the queue or set poison aside."
  }
}

run "kafka_is_read_as_a_group" {
  variables {
    plan    = "premium"
    trigger = { stream = { kind = "kafka", bootstrap_servers = ["a:9092", "b:9092"], topic = "orders" } }
  }

  assert {
    condition     = azurerm_linux_function_app.this[0].app_settings["THAW_KAFKA_BROKERS"] == "a:9092,b:9092" && azurerm_linux_function_app.this[0].app_settings["THAW_KAFKA_CONSUMER_GROUP"] == "digits"
    error_message = "Got ${jsonencode(azurerm_linux_function_app.this[0].app_settings)}"
  }
}

run "requests_with_a_token_of_entra" {
  variables {
    trigger = { http = { authoriser = { kind = "jwt", issuer = "https://login.example.com/v2.0", client_id = "c", audience = ["api://digits"] } } }
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.this[0].auth_settings_v2[0].require_authentication && azurerm_function_app_flex_consumption.this[0].auth_settings_v2[0].unauthenticated_action == "Return401" && azurerm_function_app_flex_consumption.this[0].auth_settings_v2[0].active_directory_v2[0].tenant_auth_endpoint == "https://login.example.com/v2.0"
    error_message = "The function is open."
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.this[0].http_concurrency == 16 && azurerm_function_app_flex_consumption.this[0].https_only
    error_message = "An instance is asked more than it can answer, or in the clear."
  }
}

run "api_management_is_the_only_caller" {
  variables {
    trigger = { http = {
      authoriser          = { kind = "apim", issuer = "https://login.example.com/v2.0", client_id = "c", audience = ["api://digits"] }
      apim                = { name = "gate", resource_group_name = "gates", principal_id = "00000000-0000-0000-0000-000000000009" }
      requests_per_second = 20
    } }
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.this[0].auth_settings_v2[0].active_directory_v2[0].allowed_identities == tolist(["00000000-0000-0000-0000-000000000009"])
    error_message = "Others than API Management can call."
  }

  assert {
    condition     = strcontains(azurerm_api_management_api_policy.this[0].xml_content, "<rate-limit calls=\"20\" renewal-period=\"1\" />") && strcontains(azurerm_api_management_api_policy.this[0].xml_content, "<audience>api://digits</audience>") && length(azurerm_api_management_api_operation.any) == 4
    error_message = "Got ${azurerm_api_management_api_policy.this[0].xml_content}"
  }
}

run "a_premium_plan_runs_an_image" {
  variables {
    plan          = "premium"
    memory_mb     = 7168
    min_instances = 2
    package       = { image = "r.azurecr.io/team/digits:3", registry_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.ContainerRegistry/registries/r" }
  }

  assert {
    condition     = azurerm_service_plan.this[0].sku_name == "EP2" && azurerm_linux_function_app.this[0].site_config[0].elastic_instance_minimum == 2 && azurerm_linux_function_app.this[0].site_config[0].application_stack[0].docker[0].image_name == "team/digits" && azurerm_linux_function_app.this[0].site_config[0].application_stack[0].docker[0].image_tag == "3"
    error_message = "Another plan or image."
  }

  assert {
    condition     = azurerm_role_assignment.function["image"].role_definition_name == "AcrPull" && azurerm_linux_function_app.this[0].storage_uses_managed_identity && !contains(keys(azurerm_linux_function_app.this[0].app_settings), "WEBSITE_RUN_FROM_PACKAGE")
    error_message = "The image cannot be pulled, or a key is used."
  }
}

run "tells_the_function_where_things_are" {
  variables {
    plan   = "premium"
    model  = { name = "digits@prod", repository = "azblob://models/prod/digits", container_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/models/blobServices/default/containers/prod" }
    limits = { batch_rows = 64, time_seconds = 20 }
    sinks = {
      labels = { kind = "aztable", target = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/results/tableServices/default/tables/labels" }
      files  = { kind = "azblob", target = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/results/blobServices/default/containers/files", prefix = "digits/" }
      rows   = { kind = "cosmos", target = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.DocumentDB/databaseAccounts/cosmos/sqlDatabases/results/containers/rows" }
      later  = { kind = "azqueue", target = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/results/queueServices/default/queues/later" }
      events = { kind = "eventhubs", target = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.EventHub/namespaces/sources/eventhubs/results" }
      alerts = { kind = "servicebus", target = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.ServiceBus/namespaces/busses/topics/alerts", label = "not ok", threshold = 0.5 }
    }
    secrets     = { TOKEN = { vault_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.KeyVault/vaults/vault", secret = "token" } }
    environment = { JAVA_OPTS = "-XX:+UseSerialGC" }
  }

  assert {
    condition = { for name, value in azurerm_linux_function_app.this[0].app_settings : name => value if startswith(name, "THAW_") && name != "THAW_PACKAGE" } == {
      THAW_BLOB_CONTAINER           = "pictures"
      THAW_STORAGE__credential      = "managedidentity"
      THAW_STORAGE__clientId        = "00000000-0000-0000-0000-000000000005"
      THAW_STORAGE__blobServiceUri  = "https://source.blob.core.windows.net"
      THAW_STORAGE__queueServiceUri = "https://source.queue.core.windows.net"
      THAW_FUNCTION                 = "digits"
      THAW_TRIGGER                  = "blob"
      THAW_MODEL                    = "digits@prod"
      THAW_MODELS                   = "azblob://models/prod/digits"
      THAW_LOG_LEVEL                = "INFO"
      THAW_SINKS                    = "alerts,events,files,labels,later,rows"
      THAW_SINK_LABELS              = "aztable:results/labels"
      THAW_SINK_FILES               = "azblob://results/files/digits"
      THAW_SINK_ROWS                = "cosmos:cosmos/results/rows"
      THAW_SINK_LATER               = "azqueue:results/later"
      THAW_SINK_EVENTS              = "eventhubs:sources/results"
      THAW_SINK_ALERTS              = "servicebus:busses/alerts?label=not+ok&threshold=0.5"
      THAW_DEAD_LETTER              = "azblob://digitsst/failures"
      THAW_LIMIT_BATCH_ROWS         = "64"
      THAW_LIMIT_TIME_SECONDS       = "20"
    }
    error_message = "Got ${jsonencode(azurerm_linux_function_app.this[0].app_settings)}"
  }

  assert {
    condition     = azurerm_linux_function_app.this[0].app_settings["TOKEN"] == "@Microsoft.KeyVault(VaultName=vault;SecretName=token)" && endswith(azurerm_role_assignment.secret["TOKEN"].scope, "/vaults/vault/secrets/token") && azurerm_linux_function_app.this[0].app_settings["JAVA_OPTS"] == "-XX:+UseSerialGC"
    error_message = "The secret is not read from the vault, or the whole vault is."
  }

  assert {
    condition     = azurerm_cosmosdb_sql_role_assignment.function["rows"].scope == "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.DocumentDB/databaseAccounts/cosmos/dbs/results/colls/rows" && azurerm_role_assignment.function["sinklater"].role_definition_name == "Storage Queue Data Message Sender"
    error_message = "A sink is written with more than its own role."
  }

  assert {
    condition     = azurerm_linux_function_app.this[0].app_settings["WEBSITE_RUN_FROM_PACKAGE"] == "https://packages.blob.core.windows.net/zips/digits.zip"
    error_message = "Another package is run."
  }
}

run "closes_everything_to_everybody_but_a_network" {
  variables {
    network = { subnet_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Network/virtualNetworks/v/subnets/functions", allowed_ips = ["203.0.113.0/24"] }
  }

  assert {
    condition     = one(azurerm_storage_account.this.network_rules).default_action == "Deny" && azurerm_function_app_flex_consumption.this[0].virtual_network_subnet_id == "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Network/virtualNetworks/v/subnets/functions" && azurerm_function_app_flex_consumption.this[0].site_config[0].ip_restriction_default_action == "Deny"
    error_message = "The storage or the app is open beside the network."
  }

  assert {
    condition     = join(" ", [for restriction in azurerm_function_app_flex_consumption.this[0].site_config[0].ip_restriction : restriction.name]) == "ip-0 event-grid"
    error_message = "Event Grid is shut out, or others are let in."
  }
}

run "encrypts_with_the_key_that_is_given" {
  variables {
    key_vault_key = { vault_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.KeyVault/vaults/vault", key_id = "https://vault.vault.azure.net/keys/storage" }
  }

  assert {
    condition     = azurerm_storage_account.this.customer_managed_key[0].key_vault_key_id == "https://vault.vault.azure.net/keys/storage" && endswith(azurerm_role_assignment.key[0].scope, "/vaults/vault/keys/storage")
    error_message = "The account is encrypted with another key, or may not use it."
  }
}

run "alarms_whom_it_is_told" {
  variables {
    alarms = { action_group_ids = ["/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Insights/actionGroups/oncall"], duration_percent = 0 }
  }

  assert {
    condition     = alltrue([for alarm in values(azurerm_monitor_scheduled_query_rules_alert_v2.figure) : one(alarm.action[0].action_groups) == "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Insights/actionGroups/oncall"]) && join(" ", keys(azurerm_monitor_scheduled_query_rules_alert_v2.figure)) == "dropped errors failures"
    error_message = "Got ${join(", ", keys(azurerm_monitor_scheduled_query_rules_alert_v2.figure))}"
  }
}

run "event_grid_tells_a_container_app_through_a_queue" {
  variables {
    plan    = "container"
    package = { image = "r.azurecr.io/team/digits:3", registry_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.ContainerRegistry/registries/r" }
    secrets = { API_TOKEN = { vault_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.KeyVault/vaults/vault", secret = "token" } }
    trigger = { blob = { account_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source", container = "pictures", via = "queue" } }
  }

  assert {
    condition     = azurerm_eventgrid_system_topic_event_subscription.arrivals[0].storage_queue_endpoint[0].queue_name == "arrivals" && azurerm_storage_queue.poison[0].name == "arrivals-poison" && azurerm_role_assignment.arrivals[0].role_definition_name == "Storage Queue Data Message Sender"
    error_message = "Event Grid tells another queue, or may not."
  }

  assert {
    condition = { for env in azurerm_container_app.this[0].template[0].container[0].env : env.name => env.value if contains(["THAW_QUEUE", "THAW_STORAGE__queueServiceUri", "THAW_STORAGE__blobServiceUri", "FUNCTIONS_WORKER_RUNTIME"], env.name) } == {
      FUNCTIONS_WORKER_RUNTIME      = "java"
      THAW_QUEUE                    = "arrivals"
      THAW_STORAGE__blobServiceUri  = "https://source.blob.core.windows.net"
      THAW_STORAGE__queueServiceUri = "https://digitsst.queue.core.windows.net"
    }
    error_message = "The function reads another queue."
  }

  assert {
    condition     = azurerm_container_app.this[0].template[0].custom_scale_rule[0].custom_rule_type == "azure-queue" && azurerm_container_app.this[0].template[0].custom_scale_rule[0].metadata["queueName"] == "arrivals" && endswith(azurerm_container_app.this[0].template[0].custom_scale_rule[0].identity_id, "/userAssignedIdentities/digits") && azurerm_container_app.this[0].template[0].min_replicas == 0
    error_message = "Nothing starts an instance when a picture comes."
  }

  assert {
    condition     = length(azurerm_service_plan.this) == 0 && azurerm_container_app.this[0].registry[0].identity == azurerm_user_assigned_identity.this.id && azurerm_role_assignment.function["image"].role_definition_name == "AcrPull" && one(azurerm_container_app.this[0].secret).key_vault_secret_id == "https://vault.vault.azure.net/secrets/token" && length(azurerm_container_app.this[0].ingress) == 0
    error_message = "There is a plan to pay, a key to the registry, or an open door."
  }

  assert {
    condition     = azurerm_monitor_diagnostic_setting.this["environment"].log_analytics_workspace_id == azurerm_log_analytics_workspace.this[0].id && azurerm_container_app_environment.this[0].logs_destination == "azure-monitor"
    error_message = "Nobody reads what it prints."
  }
}

run "a_container_app_is_scaled_by_what_waits" {
  variables {
    plan                     = "container"
    memory_mb                = 4096
    min_instances            = 1
    max_concurrency          = 7
    container_environment_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/apps/providers/Microsoft.App/managedEnvironments/apps"
    package                  = { image = "r.azurecr.io/team/digits:3", registry_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.ContainerRegistry/registries/r" }
    trigger                  = { stream = { kind = "eventhubs", id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.EventHub/namespaces/sources/eventhubs/sentences", batch_size = 200 } }
  }

  assert {
    condition = azurerm_container_app.this[0].template[0].custom_scale_rule[0].metadata == tomap({
      blobContainer             = "azure-webjobs-eventhub"
      checkpointStrategy        = "azureFunction"
      consumerGroup             = "digits"
      eventHubName              = "sentences"
      eventHubNamespace         = "sources"
      storageAccountName        = azurerm_storage_account.this.name
      unprocessedEventThreshold = "200"
    })
    error_message = "Got ${jsonencode(azurerm_container_app.this[0].template[0].custom_scale_rule[0].metadata)}"
  }

  assert {
    condition     = azurerm_container_app.this[0].template[0].container[0].cpu == 2 && azurerm_container_app.this[0].template[0].container[0].memory == "4Gi" && azurerm_container_app.this[0].template[0].max_replicas == 7 && azurerm_container_app.this[0].template[0].min_replicas == 1 && length(azurerm_container_app_environment.this) == 0 && endswith(azurerm_container_app.this[0].container_app_environment_id, "/managedEnvironments/apps")
    error_message = "Another size, number or environment."
  }
}

run "a_container_app_answers_requests_of_some" {
  variables {
    plan    = "container"
    package = { image = "r.azurecr.io/team/digits:3", registry_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.ContainerRegistry/registries/r" }
    network = { subnet_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Network/virtualNetworks/v/subnets/apps", allowed_ips = ["203.0.113.0/24"] }
    trigger = { http = { authoriser = { kind = "key" } } }
  }

  assert {
    condition     = !azurerm_container_app.this[0].ingress[0].allow_insecure_connections && azurerm_container_app.this[0].ingress[0].ip_security_restriction[0].ip_address_range == "203.0.113.0/24" && azurerm_container_app.this[0].template[0].http_scale_rule[0].concurrent_requests == "16" && endswith(azurerm_container_app_environment.this[0].infrastructure_subnet_id, "/subnets/apps")
    error_message = "It is open, or out of the network."
  }
}

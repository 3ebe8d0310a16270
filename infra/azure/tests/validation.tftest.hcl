# Every rule of the variables refuses what it is for, before anything is planned.

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
      id                    = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/digitsst"
      primary_blob_endpoint = "https://digitsst.blob.core.windows.net/"
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

run "refuses_a_name_with_capitals" {
  command = plan

  variables {
    name = "Digits"
  }

  expect_failures = [var.name]
}

run "refuses_a_region_by_its_display_name" {
  command = plan

  variables {
    location = "West Europe"
  }

  expect_failures = [var.location]
}

run "refuses_the_id_of_a_group" {
  command = plan

  variables {
    resource_group_name = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits"
  }

  expect_failures = [var.resource_group_name]
}

run "refuses_a_long_description" {
  command = plan

  variables {
    description = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
  }

  expect_failures = [var.description]
}

run "refuses_no_package" {
  command = plan

  variables {
    package = {}
  }

  expect_failures = [var.package]
}

run "refuses_two_packages" {
  command = plan

  variables {
    package = { path = "versions.tf", image = "r.azurecr.io/x:1", registry_id = "r" }
  }

  expect_failures = [var.package]
}

run "refuses_a_zip_in_a_container_without_a_digest" {
  command = plan

  variables {
    package = { blob = { url = "https://packages.blob.core.windows.net/zips/digits.zip", container_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/packages/blobServices/default/containers/zips" } }
  }

  expect_failures = [var.package]
}

run "refuses_a_zip_behind_a_signature" {
  command = plan

  variables {
    package = { sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", blob = { url = "https://packages.blob.core.windows.net/zips/digits.zip?sig=x", container_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/packages/blobServices/default/containers/zips" } }
  }

  expect_failures = [var.package]
}

run "refuses_a_digest_in_hexadecimal" {
  command = plan

  variables {
    package = { path = "versions.tf", sha256 = "abababababababababababababababababababababababababababababababab" }
  }

  expect_failures = [var.package]
}

run "refuses_an_image_without_a_tag" {
  command = plan

  variables {
    plan    = "premium"
    package = { image = "r.azurecr.io/digits", registry_id = "r" }
  }

  expect_failures = [var.package]
}

run "refuses_an_image_without_its_registry" {
  command = plan

  variables {
    plan    = "premium"
    package = { image = "r.azurecr.io/digits:3" }
  }

  expect_failures = [var.package]
}

run "refuses_java_99" {
  command = plan

  variables {
    runtime = "java99"
  }

  expect_failures = [var.runtime]
}

run "refuses_another_plan" {
  command = plan

  variables {
    plan = "consumption"
  }

  expect_failures = [var.plan]
}

run "refuses_an_image_on_flex_consumption" {
  command = plan

  variables {
    package = { image = "r.azurecr.io/digits:3", registry_id = "r" }
  }

  expect_failures = [var.plan]
}

run "refuses_a_model_with_a_space" {
  command = plan

  variables {
    model = { name = "my model" }
  }

  expect_failures = [var.model]
}

run "refuses_a_repository_on_another_cloud" {
  command = plan

  variables {
    model = { name = "digits", repository = "s3://models/prod" }
  }

  expect_failures = [var.model]
}

run "refuses_a_model_in_a_container_that_is_not_named" {
  command = plan

  variables {
    model = { name = "digits", repository = "azblob://models/prod" }
  }

  expect_failures = [var.model]
}

run "refuses_a_model_larger_than_the_memory" {
  command = plan

  variables {
    model = { name = "digits", size_mb = 1900 }
  }

  expect_failures = [var.model]
}

run "refuses_the_module_s_own_environment" {
  command = plan

  variables {
    environment = { THAW_MODEL = "x" }
  }

  expect_failures = [var.environment]
}

run "refuses_a_key_in_the_environment" {
  command = plan

  variables {
    environment = { AzureWebJobsStorage = "AccountKey=x" }
  }

  expect_failures = [var.environment]
}

run "refuses_a_secret_s_value" {
  command = plan

  variables {
    secrets = { TOKEN = { vault_id = "v", secret = "pass word" } }
  }

  expect_failures = [var.secrets]
}

run "refuses_a_secret_that_is_in_the_environment" {
  command = plan

  variables {
    environment = { TOKEN = "x" }
    secrets     = { TOKEN = { vault_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.KeyVault/vaults/v", secret = "token" } }
  }

  expect_failures = [var.secrets]
}

run "refuses_a_limit_of_nothing" {
  command = plan

  variables {
    limits = { batch_rows = 0 }
  }

  expect_failures = [var.limits]
}

run "refuses_a_limit_beyond_the_timeout" {
  command = plan

  variables {
    limits = { time_seconds = 28 }
  }

  expect_failures = [var.limits]
}

run "refuses_a_body_of_a_gigabyte" {
  command = plan

  variables {
    limits = { body_bytes = 1073741824 }
  }

  expect_failures = [var.limits]
}

run "refuses_memory_of_333" {
  command = plan

  variables {
    memory_mb = 333
  }

  expect_failures = [var.memory_mb]
}

run "refuses_memory_of_the_other_plan" {
  command = plan

  variables {
    memory_mb = 3584
  }

  expect_failures = [var.memory_mb]
}

run "refuses_a_timeout_of_a_day" {
  command = plan

  variables {
    timeout_seconds = 86400
  }

  expect_failures = [var.timeout_seconds]
}

run "refuses_a_timeout_beyond_the_load_balancer_s" {
  command = plan

  variables {
    trigger         = { http = { authoriser = { kind = "none" } } }
    timeout_seconds = 240
  }

  expect_failures = [var.timeout_seconds]
}

run "refuses_less_than_no_instances" {
  command = plan

  variables {
    min_instances = -1
  }

  expect_failures = [var.min_instances]
}

run "refuses_more_ready_than_allowed" {
  command = plan

  variables {
    min_instances   = 5
    max_concurrency = 2
  }

  expect_failures = [var.max_concurrency]
}

run "refuses_no_instances_at_all" {
  command = plan

  variables {
    max_concurrency = 0
  }

  expect_failures = [var.max_concurrency]
}

run "refuses_no_requests" {
  command = plan

  variables {
    requests_per_instance = 0
  }

  expect_failures = [var.requests_per_instance]
}

run "refuses_a_subnet_by_its_name" {
  command = plan

  variables {
    network = { subnet_id = "functions" }
  }

  expect_failures = [var.network]
}

run "refuses_an_address_that_is_none" {
  command = plan

  variables {
    network = { subnet_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Network/virtualNetworks/v/subnets/s", allowed_ips = ["everywhere"] }
  }

  expect_failures = [var.network]
}

run "refuses_a_key_by_its_name" {
  command = plan

  variables {
    key_vault_key = { vault_id = "v", key_id = "k" }
  }

  expect_failures = [var.key_vault_key]
}

run "refuses_a_workspace_by_its_name" {
  command = plan

  variables {
    log_analytics_workspace_id = "logs"
  }

  expect_failures = [var.log_analytics_workspace_id]
}

run "refuses_logs_for_a_day" {
  command = plan

  variables {
    log_retention_days = 1
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_a_level_that_is_not_one" {
  command = plan

  variables {
    log_level = "LOUD"
  }

  expect_failures = [var.log_level]
}

run "refuses_no_trigger" {
  command = plan

  variables {
    trigger = {}
  }

  expect_failures = [var.trigger]
}

run "refuses_two_triggers" {
  command = plan

  variables {
    trigger = { blob = { account_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source", container = "pictures" }, http = { authoriser = { kind = "none" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_another_authoriser" {
  command = plan

  variables {
    trigger = { http = { authoriser = { kind = "iam" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_tokens_without_an_audience" {
  command = plan

  variables {
    trigger = { http = { authoriser = { kind = "jwt", issuer = "https://login.example.com", client_id = "c" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_api_management_that_is_missing" {
  command = plan

  variables {
    trigger = { http = { authoriser = { kind = "apim", issuer = "https://login.example.com", client_id = "c", audience = ["a"] } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_no_requests_a_second" {
  command = plan

  variables {
    trigger = { http = { authoriser = { kind = "none" }, requests_per_second = 0 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_an_account_by_its_name" {
  command = plan

  variables {
    trigger = { blob = { account_id = "source", container = "pictures" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_container_with_a_slash" {
  command = plan

  variables {
    trigger = { blob = { account_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source", container = "pictures/in" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_way_that_is_not_one" {
  command = plan

  variables {
    trigger = { blob = { account_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source", container = "pictures", via = "pigeon" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_forty_deliveries" {
  command = plan

  variables {
    trigger = { blob = { account_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source", container = "pictures", max_receives = 40 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_an_event_of_a_week" {
  command = plan

  variables {
    trigger = { blob = { account_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source", container = "pictures", maximum_age_seconds = 604800 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_stream_of_another_kind" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.EventHub/namespaces/n/eventhubs/sentences" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_hub_that_is_a_queue" {
  command = plan

  variables {
    trigger = { stream = { kind = "eventhubs", id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source/queueServices/default/queues/orders" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_stream_without_its_id" {
  command = plan

  variables {
    trigger = { stream = { kind = "servicebus" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_kafka_without_a_topic" {
  command = plan

  variables {
    trigger = { stream = { kind = "kafka", bootstrap_servers = ["k:9092"] } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_large_batch_of_a_queue" {
  command = plan

  variables {
    trigger = { stream = { kind = "queue", id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source/queueServices/default/queues/orders", batch_size = 33 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_window_of_ten_minutes" {
  command = plan

  variables {
    trigger = { stream = { kind = "eventhubs", id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.EventHub/namespaces/n/eventhubs/sentences", window_seconds = 600 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_window_of_a_queue" {
  command = plan

  variables {
    trigger = { stream = { kind = "queue", id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source/queueServices/default/queues/orders", batch_size = 10, window_seconds = 5 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_no_deliveries" {
  command = plan

  variables {
    trigger = { stream = { kind = "queue", id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source/queueServices/default/queues/orders", batch_size = 10, max_receives = 0 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_sink_with_a_dash" {
  command = plan

  variables {
    sinks = { my-table = { kind = "aztable", target = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/a/tableServices/default/tables/t" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_sink_of_another_kind" {
  command = plan

  variables {
    sinks = { table = { kind = "dynamodb", target = "t" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_table_by_its_name" {
  command = plan

  variables {
    sinks = { table = { kind = "aztable", target = "labels" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_threshold_of_two" {
  command = plan

  variables {
    sinks = { alerts = { kind = "azqueue", target = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/a/queueServices/default/queues/q", threshold = 2 } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_prefix_of_a_queue" {
  command = plan

  variables {
    sinks = { results = { kind = "azqueue", target = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/a/queueServices/default/queues/q", prefix = "x" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_dead_letter_of_another_kind" {
  command = plan

  variables {
    dead_letter = { kind = "mail", target = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/a" }
  }

  expect_failures = [var.dead_letter]
}

run "refuses_a_dead_letter_by_its_name" {
  command = plan

  variables {
    dead_letter = { kind = "azqueue", target = "failures" }
  }

  expect_failures = [var.dead_letter]
}

run "refuses_failures_for_ever" {
  command = plan

  variables {
    failure_retention_days = 0
  }

  expect_failures = [var.failure_retention_days]
}

run "refuses_an_alarm_to_a_mail_address" {
  command = plan

  variables {
    alarms = { action_group_ids = ["me@example.com"] }
  }

  expect_failures = [var.alarms]
}

run "refuses_an_alarm_above_all" {
  command = plan

  variables {
    alarms = { error_percent = 101 }
  }

  expect_failures = [var.alarms]
}

run "refuses_a_container_app_without_an_image" {
  command = plan

  variables {
    plan    = "container"
    trigger = { http = { authoriser = { kind = "key" } } }
  }

  expect_failures = [var.plan]
}

run "refuses_a_container_app_that_event_grid_cannot_call" {
  command = plan

  variables {
    plan    = "container"
    package = { image = "r.azurecr.io/digits:3", registry_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/r" }
    trigger = { blob = { account_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/digits/providers/Microsoft.Storage/storageAccounts/source", container = "pictures" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_tokens_at_a_container_app" {
  command = plan

  variables {
    plan    = "container"
    package = { image = "r.azurecr.io/digits:3", registry_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/r" }
    trigger = { http = { authoriser = { kind = "jwt", issuer = "https://login.example.com/v2.0", client_id = "c", audience = ["a"] } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_subnets_at_a_container_app" {
  command = plan

  variables {
    plan    = "container"
    package = { image = "r.azurecr.io/digits:3", registry_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/r" }
    trigger = { http = { authoriser = { kind = "key" } } }
    network = { subnet_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/a", allowed_subnet_ids = ["/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/b"] }
  }

  expect_failures = [var.network]
}

run "refuses_an_environment_of_no_container_app" {
  command = plan

  variables {
    container_environment_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/e"
  }

  expect_failures = [var.container_environment_id]
}

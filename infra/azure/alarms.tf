# When somebody must look.

locals {
  topic_id = one(azurerm_eventgrid_system_topic.arrivals[*].id)
  of_app   = "where AppRoleName =~ \"${local.app_name}\""

  # Each alarm asks one question; a threshold of 0 leaves its alarm out.
  candidates = {
    errors = {
      description = "More than ${var.alarms.error_percent} % of the calls failed."
      query       = "AppRequests | ${local.of_app} | summarize percent = 100.0 * countif(Success == false) / count()"
      measure     = "percent", threshold = var.alarms.error_percent
    }
    duration = {
      description = "One call in a hundred comes near timeout_seconds (${var.timeout_seconds})."
      query       = "AppRequests | ${local.of_app} | summarize slow = percentile(DurationMs, 99)"
      measure     = "slow", threshold = var.timeout_seconds * 10 * var.alarms.duration_percent
    }
    failures = {
      description = "There are new blobs among the failures: inputs that cannot be predicted, or what Event Grid gave up on."
      query       = "StorageBlobLogs | where AccountName == \"${azurerm_storage_account.this.name}\" and OperationName in (\"PutBlob\", \"PutBlockList\") and StatusText == \"Success\" and (Uri contains \"/failures/\" or Uri contains \"/undelivered/\") | summarize set_aside = count()"
      measure     = "set_aside", threshold = var.alarms.failures
    }
    dropped = {
      description = "Event Grid dropped events, and could not even set them aside."
      query       = "AzureMetrics | where ResourceId =~ \"${coalesce(local.topic_id, "-")}\" and MetricName == \"DroppedEventCount\" | summarize dropped = sum(Total)"
      measure     = "dropped", threshold = 1
    }
  }

  alarms = { for name, alarm in local.candidates : name => alarm if name == "dropped" ? local.own_topic : alarm.threshold > 0 }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "figure" {
  for_each = local.alarms

  name                 = "${var.name}-${each.key}"
  resource_group_name  = var.resource_group_name
  location             = var.location
  display_name         = "${var.name}-${each.key}"
  description          = each.value.description
  scopes               = [local.workspace_id]
  severity             = 2
  evaluation_frequency = "PT5M"
  window_duration      = "PT5M"
  # The tables come with the first line that is written into them.
  skip_query_validation   = true
  auto_mitigation_enabled = true
  tags                    = var.tags

  criteria {
    query                   = each.value.query
    metric_measure_column   = each.value.measure
    time_aggregation_method = "Maximum"
    operator                = contains(["failures", "dropped"], each.key) ? "GreaterThanOrEqual" : "GreaterThan"
    threshold               = each.value.threshold
  }

  dynamic "action" {
    for_each = length(var.alarms.action_group_ids) == 0 ? [] : [var.alarms.action_group_ids]
    content {
      action_groups = action.value
    }
  }
}

# What Service Bus itself gave up on stays in the entity's own dead letters.
resource "azurerm_monitor_metric_alert" "dead_letters" {
  count = try(local.stream.kind, "") == "servicebus" ? 1 : 0

  name                = "${var.name}-dead-letters"
  resource_group_name = var.resource_group_name
  scopes              = [join("/", slice(split("/", local.stream.id), 0, 9))]
  description         = "Service Bus moved messages of ${split("/", local.stream.id)[10]} to its dead letters."
  severity            = 2
  frequency           = "PT5M"
  window_size         = "PT5M"
  tags                = var.tags

  criteria {
    metric_namespace = "Microsoft.ServiceBus/namespaces"
    metric_name      = "DeadletteredMessages"
    aggregation      = "Maximum"
    operator         = "GreaterThan"
    threshold        = 0

    dimension {
      name     = "EntityName"
      operator = "Include"
      values   = [split("/", local.stream.id)[10]]
    }
  }

  dynamic "action" {
    for_each = toset(var.alarms.action_group_ids)
    content {
      action_group_id = action.value
    }
  }
}

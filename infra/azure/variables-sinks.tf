# Where results and failures go, and who hears of them.

variable "sinks" {
  description = <<-EOT
    Where results go, by the logical name that the function's definition uses. `kind` is `azblob`, `aztable`, `cosmos`,
    `azqueue`, `servicebus` or `eventhubs`; `target` is the id of the container, table, Cosmos DB container, storage queue,
    Service Bus queue or topic, or event hub. `prefix` is for azblob; `label` and `threshold` (0 to 1) make a sink an alert.
  EOT
  type = map(object({
    kind      = string
    target    = string
    prefix    = optional(string, "")
    label     = optional(string)
    threshold = optional(number)
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.sinks) : can(regex("^[a-z][a-z0-9_]{0,62}$", name))])
    error_message = "sinks: names are lower-case letters, digits and underscores, beginning with a letter, got ${join(", ", keys(var.sinks))}."
  }

  validation {
    condition     = alltrue([for sink in values(var.sinks) : contains(["azblob", "aztable", "cosmos", "azqueue", "servicebus", "eventhubs"], sink.kind)])
    error_message = "sinks: kind is azblob, aztable, cosmos, azqueue, servicebus or eventhubs, got ${join(", ", [for name, sink in var.sinks : "${name} = ${sink.kind}"])}."
  }

  validation {
    condition = alltrue([for sink in values(var.sinks) : can(regex({
      azblob     = "/storageAccounts/[^/]+/blobServices/default/containers/[^/]+$"
      aztable    = "/storageAccounts/[^/]+/tableServices/default/tables/[^/]+$"
      cosmos     = "/databaseAccounts/[^/]+/sqlDatabases/[^/]+/containers/[^/]+$"
      azqueue    = "/storageAccounts/[^/]+/queueServices/default/queues/[^/]+$"
      servicebus = "/Microsoft.ServiceBus/namespaces/[^/]+/(queues|topics)/[^/]+$"
      eventhubs  = "/Microsoft.EventHub/namespaces/[^/]+/eventhubs/[^/]+$"
    }[sink.kind], sink.target)) if contains(["azblob", "aztable", "cosmos", "azqueue", "servicebus", "eventhubs"], sink.kind)])
    error_message = "sinks: each target must be the id of its kind, got ${join(", ", [for name, sink in var.sinks : "${name} = ${sink.kind} ${sink.target}"])}."
  }

  validation {
    condition     = alltrue([for sink in values(var.sinks) : sink.threshold == null || (coalesce(sink.threshold, 0) >= 0 && coalesce(sink.threshold, 0) <= 1)])
    error_message = "sinks: threshold is from 0 to 1."
  }

  validation {
    condition     = alltrue([for sink in values(var.sinks) : sink.prefix == "" || sink.kind == "azblob"])
    error_message = "sinks: only azblob has a prefix."
  }
}

variable "dead_letter" {
  description = "Where an input goes that can never be predicted, with its reason; the fields of a sink. Null: the module's own container of failures."
  type = object({
    kind   = string
    target = string
    prefix = optional(string, "")
  })
  default = null

  validation {
    condition     = contains(["azblob", "aztable", "cosmos", "azqueue", "servicebus", "eventhubs"], try(var.dead_letter.kind, "azblob"))
    error_message = "dead_letter.kind: expected azblob, aztable, cosmos, azqueue, servicebus or eventhubs, got '${try(var.dead_letter.kind, "")}'."
  }

  validation {
    condition     = var.dead_letter == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/.+$", var.dead_letter.target))
    error_message = "dead_letter.target: expected the id of a resource, got '${try(var.dead_letter.target, "")}'."
  }
}

variable "failure_retention_days" {
  description = "How long the module's own containers keep failures."
  type        = number
  default     = 14

  validation {
    condition     = var.failure_retention_days >= 1 && var.failure_retention_days <= 3650 && floor(var.failure_retention_days) == var.failure_retention_days
    error_message = "failure_retention_days: expected a whole number from 1 to 3650, got ${var.failure_retention_days}."
  }
}

variable "alarms" {
  description = "When to alarm, and whom (`action_group_ids`). A threshold of 0 turns its alarm off."
  type = object({
    action_group_ids = optional(list(string), [])
    error_percent    = optional(number, 1)
    duration_percent = optional(number, 80)
    failures         = optional(number, 1)
  })
  default = {}

  validation {
    condition     = alltrue([for id in var.alarms.action_group_ids : can(regex("(?i)/providers/Microsoft.Insights/actionGroups/[^/]+$", id))])
    error_message = "alarms.action_group_ids: expected ids of action groups, got ${join(", ", var.alarms.action_group_ids)}."
  }

  validation {
    condition     = alltrue([for name, value in var.alarms : name == "action_group_ids" ? true : value >= 0 && (endswith(name, "_percent") ? value <= 100 : true)])
    error_message = "alarms: thresholds are 0 (off) or more, percentages at most 100, got ${jsonencode({ for name, value in var.alarms : name => value if name != "action_group_ids" })}."
  }
}

variable "dashboard" {
  description = "Whether to make a dashboard."
  type        = bool
  default     = true
}

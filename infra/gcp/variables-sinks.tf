# Where results and failures go, and who hears of them.

variable "sinks" {
  description = <<-EOT
    Where results go, by the logical name that the function's definition uses. `kind` is `gs`, `pubsub`, `firestore` or
    `bigquery`; `target` is the bucket, `projects/P/topics/T`, the collection, or `project.dataset.table`. `prefix` is for
    gs; `database` for firestore; `label` and `threshold` (0 to 1) make a sink an alert.
  EOT
  type = map(object({
    kind      = string
    target    = string
    prefix    = optional(string, "")
    database  = optional(string, "(default)")
    label     = optional(string)
    threshold = optional(number)
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.sinks) : can(regex("^[a-z][a-z0-9_]{0,62}$", name))])
    error_message = "sinks: names are lower-case letters, digits and underscores, beginning with a letter, got ${join(", ", keys(var.sinks))}."
  }

  validation {
    condition     = alltrue([for sink in values(var.sinks) : contains(["gs", "pubsub", "firestore", "bigquery"], sink.kind)])
    error_message = "sinks: kind is gs, pubsub, firestore or bigquery, got ${join(", ", [for name, sink in var.sinks : "${name} = ${sink.kind}"])}."
  }

  validation {
    condition = alltrue([for sink in values(var.sinks) : can(regex({
      gs        = "^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$"
      pubsub    = "^projects/[^/]+/topics/[A-Za-z][A-Za-z0-9._~+%-]{2,254}$"
      firestore = "^[^/?&]+$"
      bigquery  = "^[a-z][a-z0-9-]{4,28}[a-z0-9][.][A-Za-z0-9_]+[.][A-Za-z0-9_-]+$"
    }[sink.kind], sink.target)) if contains(["gs", "pubsub", "firestore", "bigquery"], sink.kind)])
    error_message = "sinks: each target must be of its kind, got ${join(", ", [for name, sink in var.sinks : "${name} = ${sink.kind} ${sink.target}"])}."
  }

  validation {
    condition     = alltrue([for sink in values(var.sinks) : sink.threshold == null || (coalesce(sink.threshold, 0) >= 0 && coalesce(sink.threshold, 0) <= 1)])
    error_message = "sinks: threshold is from 0 to 1."
  }

  validation {
    condition     = alltrue([for sink in values(var.sinks) : sink.prefix == "" || sink.kind == "gs"])
    error_message = "sinks: only gs has a prefix."
  }
}

variable "dead_letter" {
  description = "Where an input goes that can never be predicted, with its reason; the fields of a sink. Null: the module's own failures topic, where also what Pub/Sub gives up on goes."
  type = object({
    kind     = string
    target   = string
    prefix   = optional(string, "")
    database = optional(string, "(default)")
  })
  default = null

  validation {
    condition     = contains(["gs", "pubsub", "firestore", "bigquery"], try(var.dead_letter.kind, "pubsub"))
    error_message = "dead_letter.kind: expected gs, pubsub, firestore or bigquery, got '${try(var.dead_letter.kind, "")}'."
  }

  validation {
    condition     = var.dead_letter == null || try(var.dead_letter.kind, "") != "pubsub" || can(regex("^projects/[^/]+/topics/[^/]+$", var.dead_letter.target))
    error_message = "dead_letter.target: expected projects/P/topics/T, got '${try(var.dead_letter.target, "")}'."
  }
}

variable "failure_retention_days" {
  description = "How long the failures topic keeps what is in it."
  type        = number
  default     = 14

  validation {
    condition     = var.failure_retention_days >= 1 && var.failure_retention_days <= 31
    error_message = "failure_retention_days: Pub/Sub keeps a message for 1 to 31 days, got ${var.failure_retention_days}."
  }
}

variable "alarms" {
  description = "When to alarm, and whom (`channels`, notification channels). A threshold of 0 turns its alarm off."
  type = object({
    channels         = optional(list(string), [])
    error_percent    = optional(number, 1)
    throttles        = optional(number, 1)
    duration_percent = optional(number, 80)
    lag_seconds      = optional(number, 300)
    failures         = optional(number, 1)
    set_aside        = optional(number, 1)
    comes_again      = optional(number, 10)
    cold_start_ms    = optional(number, 0)
  })
  default = {}

  validation {
    condition     = alltrue([for channel in var.alarms.channels : can(regex("^projects/[^/]+/notificationChannels/[^/]+$", channel))])
    error_message = "alarms.channels: expected projects/P/notificationChannels/N, got ${join(", ", var.alarms.channels)}."
  }

  validation {
    condition     = alltrue([for name, value in var.alarms : name == "channels" ? true : value >= 0 && (endswith(name, "_percent") ? value <= 100 : true)])
    error_message = "alarms: thresholds are 0 (off) or more, percentages at most 100, got ${jsonencode({ for name, value in var.alarms : name => value if name != "channels" })}."
  }
}

variable "dashboard" {
  description = "Whether to make a dashboard."
  type        = bool
  default     = true
}

# Where results and failures go, and who hears of them.

variable "sinks" {
  description = <<-EOT
    Where results go, by the logical name that the function's definition uses. `kind` is `dynamodb`, `s3`, `kinesis`,
    `sqs`, `sns` or `eventbridge`; `arn` is the table's, bucket's, stream's, queue's, topic's or bus's. `prefix` is for
    s3; `label` and `threshold` (0 to 1) make a sink an alert. `kms_key_arn` is the key that the target is encrypted with.
  EOT
  type = map(object({
    kind        = string
    arn         = string
    prefix      = optional(string, "")
    label       = optional(string)
    threshold   = optional(number)
    kms_key_arn = optional(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.sinks) : can(regex("^[a-z][a-z0-9_]{0,62}$", name))])
    error_message = "sinks: names are lower-case letters, digits and underscores, beginning with a letter, got ${join(", ", keys(var.sinks))}."
  }

  validation {
    condition     = alltrue([for sink in values(var.sinks) : contains(["dynamodb", "s3", "kinesis", "sqs", "sns", "eventbridge"], sink.kind)])
    error_message = "sinks: kind is dynamodb, s3, kinesis, sqs, sns or eventbridge, got ${join(", ", [for name, sink in var.sinks : "${name} = ${sink.kind}"])}."
  }

  validation {
    condition = alltrue([for sink in values(var.sinks) : can(regex({
      dynamodb    = "^arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+$"
      s3          = "^arn:[a-z-]+:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
      kinesis     = "^arn:[a-z-]+:kinesis:[a-z0-9-]+:[0-9]{12}:stream/.+$"
      sqs         = "^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:.+$"
      sns         = "^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$"
      eventbridge = "^arn:[a-z-]+:events:[a-z0-9-]+:[0-9]{12}:event-bus/.+$"
    }[sink.kind], sink.arn)) if contains(["dynamodb", "s3", "kinesis", "sqs", "sns", "eventbridge"], sink.kind)])
    error_message = "sinks: each arn must be of its kind, got ${join(", ", [for name, sink in var.sinks : "${name} = ${sink.kind} ${sink.arn}"])}."
  }

  validation {
    condition     = alltrue([for sink in values(var.sinks) : sink.threshold == null || (coalesce(sink.threshold, 0) >= 0 && coalesce(sink.threshold, 0) <= 1)])
    error_message = "sinks: threshold is from 0 to 1."
  }

  validation {
    condition     = alltrue([for sink in values(var.sinks) : sink.prefix == "" || sink.kind == "s3"])
    error_message = "sinks: only s3 has a prefix."
  }
}

variable "dead_letter" {
  description = "Where an input goes that can never be predicted, with its reason; the fields of a sink. Null: the module's own failures queue, where also what Lambda itself gives up on goes."
  type = object({
    kind        = string
    arn         = string
    prefix      = optional(string, "")
    kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = contains(["dynamodb", "s3", "kinesis", "sqs", "sns", "eventbridge"], try(var.dead_letter.kind, "sqs"))
    error_message = "dead_letter.kind: expected dynamodb, s3, kinesis, sqs, sns or eventbridge, got '${try(var.dead_letter.kind, "")}'."
  }

  validation {
    condition     = var.dead_letter == null || can(regex("^arn:[a-z-]+:[a-z0-9]+:.*$", var.dead_letter.arn))
    error_message = "dead_letter.arn: expected an ARN, got '${try(var.dead_letter.arn, "")}'."
  }
}

variable "failure_retention_days" {
  description = "How long the failures queue keeps what is in it."
  type        = number
  default     = 14

  validation {
    condition     = var.failure_retention_days >= 1 && var.failure_retention_days <= 14
    error_message = "failure_retention_days: SQS keeps a message for 1 to 14 days, got ${var.failure_retention_days}."
  }
}

variable "alarms" {
  description = "When to alarm, and whom (`topic_arns`, SNS). A threshold of 0 turns its alarm off."
  type = object({
    topic_arns           = optional(list(string), [])
    error_percent        = optional(number, 1)
    throttles            = optional(number, 1)
    duration_percent     = optional(number, 80)
    lag_seconds          = optional(number, 300)
    failures             = optional(number, 1)
    server_error_percent = optional(number, 1)
  })
  default = {}

  validation {
    condition     = alltrue([for arn in var.alarms.topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$", arn))])
    error_message = "alarms.topic_arns: expected ARNs of SNS topics, got ${join(", ", var.alarms.topic_arns)}."
  }

  validation {
    condition     = alltrue([for name, value in var.alarms : name == "topic_arns" ? true : value >= 0 && (endswith(name, "_percent") ? value <= 100 : true)])
    error_message = "alarms: thresholds are 0 (off) or more, percentages at most 100, got ${jsonencode({ for name, value in var.alarms : name => value if name != "topic_arns" })}."
  }
}

variable "dashboard" {
  description = "Whether to make a dashboard."
  type        = bool
  default     = true
}

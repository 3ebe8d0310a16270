# What calls the function.

variable "trigger" {
  description = <<-EOT
    What calls the function; exactly one of these:
    - `http`: requests. `authoriser.kind` has no default: `jwt` (Easy Auth with Entra ID: `issuer`, `client_id`,
      `audience`), `apim` (an API of the API Management service `apim`, the only caller; likewise with `issuer`,
      `client_id` and `audience`), `key` (the keys of `function.json`), or `none` for a function open to everybody.
    - `blob`: blobs that land in a container. `via` is `blob` (the function `blob`, told by Event Grid through the blob
      extension), `event` (the function `blobevent`, which Event Grid calls itself) or `queue` (the function `blobqueue`, through
      a queue of the module's account; the only way to a container app). `system_topic` names the account's
      own topic if it has one, for there can be only one.
    - `stream`: `kind` is `eventhubs`, `servicebus`, `queue` or `kafka`. `id` names the hub, the queue, the topic's
      subscription or the storage queue; for kafka there are `bootstrap_servers` and `topic`.
  EOT
  type = object({
    http = optional(object({
      authoriser = object({
        kind      = string
        issuer    = optional(string)
        client_id = optional(string)
        audience  = optional(list(string), [])
      })
      apim = optional(object({
        name                = string
        resource_group_name = string
        principal_id        = string
        path                = optional(string)
      }))
      requests_per_second = optional(number, 100)
      cors_origins        = optional(list(string), [])
    }))
    blob = optional(object({
      account_id          = string
      container           = string
      via                 = optional(string, "blob")
      system_topic        = optional(string)
      prefix              = optional(string, "")
      suffix              = optional(string, "")
      max_receives        = optional(number, 30)
      maximum_age_seconds = optional(number, 86400)
    }))
    stream = optional(object({
      kind              = string
      id                = optional(string)
      topic             = optional(string)
      bootstrap_servers = optional(list(string), [])
      consumer_group    = optional(string)
      batch_size        = optional(number, 100)
      window_seconds    = optional(number, 0)
      max_receives      = optional(number, 5)
    }))
  })

  validation {
    condition     = length([for kind in [var.trigger.http, var.trigger.blob, var.trigger.stream] : kind if kind != null]) == 1
    error_message = "trigger: expected exactly one of http, blob and stream."
  }

  # http

  validation {
    condition     = contains(["jwt", "apim", "key", "none"], try(var.trigger.http.authoriser.kind, "jwt"))
    error_message = "trigger.http.authoriser.kind: expected jwt, apim, key or none, got '${try(var.trigger.http.authoriser.kind, "")}'."
  }

  validation {
    condition     = !contains(["jwt", "apim"], try(var.trigger.http.authoriser.kind, "")) || (startswith(coalesce(try(var.trigger.http.authoriser.issuer, null), "-"), "https://") && try(length(var.trigger.http.authoriser.client_id) > 0, false) && try(length(var.trigger.http.authoriser.audience) > 0, false))
    error_message = "trigger.http.authoriser: ${try(var.trigger.http.authoriser.kind, "jwt")} needs issuer (https://...), client_id and at least one audience."
  }

  validation {
    condition     = (try(var.trigger.http.authoriser.kind, "") == "apim") == (try(var.trigger.http.apim, null) != null)
    error_message = "trigger.http.apim: the authoriser apim needs it (name, resource_group_name, principal_id), and no other does."
  }

  validation {
    condition     = try(var.trigger.http.requests_per_second > 0, true)
    error_message = "trigger.http.requests_per_second: expected more than 0; only API Management counts requests."
  }

  # blob

  validation {
    condition     = var.trigger.blob == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Storage/storageAccounts/[a-z0-9]{3,24}$", var.trigger.blob.account_id))
    error_message = "trigger.blob.account_id: expected the id of a storage account, got '${try(var.trigger.blob.account_id, "")}'."
  }

  validation {
    condition     = var.trigger.blob == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.trigger.blob.container))
    error_message = "trigger.blob.container: expected the name of a container (3 to 63 lower-case letters, digits and dashes), got '${try(var.trigger.blob.container, "")}'."
  }

  validation {
    condition     = contains(["blob", "event", "queue"], try(var.trigger.blob.via, "blob"))
    error_message = "trigger.blob.via: expected blob, event or queue, got '${try(var.trigger.blob.via, "")}'."
  }

  validation {
    condition     = var.trigger.blob == null || try(var.trigger.blob.max_receives >= 1 && var.trigger.blob.max_receives <= 30, false)
    error_message = "trigger.blob.max_receives: Event Grid delivers 1 to 30 times, got ${try(var.trigger.blob.max_receives, "")}."
  }

  validation {
    condition     = var.trigger.blob == null || try(var.trigger.blob.maximum_age_seconds >= 60 && var.trigger.blob.maximum_age_seconds <= 86400, false)
    error_message = "trigger.blob.maximum_age_seconds: Event Grid keeps an event for 60 to 86400 seconds, got ${try(var.trigger.blob.maximum_age_seconds, "")}."
  }

  validation {
    condition     = var.plan != "container" || contains(["", "queue"], try(var.trigger.blob.via, ""))
    error_message = "trigger.blob.via: Event Grid cannot call a container app as a function; use queue."
  }

  validation {
    condition     = var.plan != "container" || contains(["key", "none"], try(var.trigger.http.authoriser.kind, "key"))
    error_message = "trigger.http.authoriser.kind: this module sets no Easy Auth on a container app; use key or none there, or another plan."
  }

  # stream

  validation {
    condition     = contains(["eventhubs", "servicebus", "queue", "kafka"], try(var.trigger.stream.kind, "queue"))
    error_message = "trigger.stream.kind: expected eventhubs, servicebus, queue or kafka, got '${try(var.trigger.stream.kind, "")}'."
  }

  validation {
    condition = var.trigger.stream == null || can(regex({
      eventhubs  = "/providers/Microsoft.EventHub/namespaces/[^/]+/eventhubs/[^/]+$"
      servicebus = "/providers/Microsoft.ServiceBus/namespaces/[^/]+/(queues/[^/]+|topics/[^/]+/subscriptions/[^/]+)$"
      queue      = "/providers/Microsoft.Storage/storageAccounts/[^/]+/queueServices/default/queues/[^/]+$"
      kafka      = "^$"
    }[var.trigger.stream.kind], coalesce(var.trigger.stream.id, " ") == " " ? "" : var.trigger.stream.id))
    error_message = "trigger.stream.id: expected the id of what ${try(var.trigger.stream.kind, "")} names (an event hub, a Service Bus queue or a topic's subscription, a storage queue; none for kafka), got '${try(coalesce(var.trigger.stream.id, "null"), "null")}'."
  }

  validation {
    condition     = try(var.trigger.stream.kind, "") != "kafka" || (try(length(var.trigger.stream.bootstrap_servers), 0) > 0 && try(var.trigger.stream.topic, null) != null)
    error_message = "trigger.stream: kafka needs bootstrap_servers and a topic."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.batch_size >= 1 && var.trigger.stream.batch_size <= (var.trigger.stream.kind == "queue" ? 32 : 10000), false) || try(var.trigger.stream.kind == "queue" && var.trigger.stream.batch_size == 100, false)
    error_message = "trigger.stream.batch_size: expected 1 to 10000, of a storage queue 1 to 32, got ${try(var.trigger.stream.batch_size, "")}."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.window_seconds >= 0 && var.trigger.stream.window_seconds <= 300, false)
    error_message = "trigger.stream.window_seconds: expected 0 to 300, got ${try(var.trigger.stream.window_seconds, "")}."
  }

  validation {
    condition     = try(var.trigger.stream.window_seconds, 0) == 0 || contains(["eventhubs", "servicebus"], try(var.trigger.stream.kind, ""))
    error_message = "trigger.stream.window_seconds: only eventhubs and servicebus wait for a batch to fill."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.max_receives >= 1 && var.trigger.stream.max_receives <= 2000, false)
    error_message = "trigger.stream.max_receives: expected 1 to 2000, got ${try(var.trigger.stream.max_receives, "")}."
  }
}

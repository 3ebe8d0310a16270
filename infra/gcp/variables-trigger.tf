# What calls the function.

variable "trigger" {
  description = <<-EOT
    What calls the function; exactly one of these:
    - `http`: requests. `authoriser.kind` has no default: `iam` (callers bring Google's identity token; `members` may
      call), `iap` (a browser's sign-in in front of an image; `members` likewise), or `none` for a function that is open
      to everybody. `ingress` is `all`, `internal` or `load_balancer`.
    - `blob`: objects that land in `bucket`. `via` is `eventarc` (the default) or `pubsub` (the bucket writes to a topic
      of the module; needed for `prefix`, and for a limit of deliveries). `location` is the bucket's, if it is another.
    - `stream`: messages of a Pub/Sub `topic`, through a push subscription of the module or through Eventarc (`via`).
  EOT
  type = object({
    http = optional(object({
      authoriser = object({
        kind     = string
        members  = optional(list(string), [])
        audience = optional(list(string), [])
      })
      ingress      = optional(string, "all")
      cors_origins = optional(list(string), [])
    }))
    blob = optional(object({
      bucket              = string
      via                 = optional(string, "eventarc")
      location            = optional(string)
      prefix              = optional(string, "")
      suffix              = optional(string, "")
      max_receives        = optional(number, 5)
      maximum_age_seconds = optional(number, 604800)
    }))
    stream = optional(object({
      kind                = optional(string, "pubsub")
      topic               = string
      via                 = optional(string, "push")
      ordered             = optional(bool, false)
      filter              = optional(string)
      max_receives        = optional(number, 5)
      maximum_age_seconds = optional(number, 604800)
      minimum_backoff     = optional(number, 10)
      maximum_backoff     = optional(number, 600)
    }))
  })

  validation {
    condition     = length([for kind in [var.trigger.http, var.trigger.blob, var.trigger.stream] : kind if kind != null]) == 1
    error_message = "trigger: expected exactly one of http, blob and stream."
  }

  # http

  validation {
    condition     = contains(["iam", "iap", "none"], try(var.trigger.http.authoriser.kind, "iam"))
    error_message = "trigger.http.authoriser.kind: expected iam, iap or none, got '${try(var.trigger.http.authoriser.kind, "")}'."
  }

  validation {
    condition     = try(var.trigger.http.authoriser.kind, "") != "iap" || try(var.package.image, null) != null
    error_message = "trigger.http.authoriser: iap needs package.image, for Cloud Functions have no such setting."
  }

  validation {
    condition     = alltrue([for member in try(var.trigger.http.authoriser.members, []) : can(regex("^(user|group|serviceAccount|domain|principal|principalSet):.+$", member))])
    error_message = "trigger.http.authoriser.members: expected user:, group:, serviceAccount:, domain:, principal: or principalSet: (allUsers is the kind none), got ${join(", ", try(var.trigger.http.authoriser.members, []))}."
  }

  validation {
    condition     = length(try(var.trigger.http.authoriser.members, [])) == 0 || try(var.trigger.http.authoriser.kind, "") != "none"
    error_message = "trigger.http.authoriser.members: with the kind none everybody may call, and members would say nothing."
  }

  validation {
    condition     = length(try(var.trigger.http.authoriser.audience, [])) == 0 || try(var.package.image, null) != null
    error_message = "trigger.http.authoriser.audience: only an image takes audiences of its own; a Cloud Function's is its URL."
  }

  validation {
    condition     = contains(["all", "internal", "load_balancer"], try(var.trigger.http.ingress, "all"))
    error_message = "trigger.http.ingress: expected all, internal or load_balancer, got '${try(var.trigger.http.ingress, "")}'."
  }

  # blob

  validation {
    condition     = var.trigger.blob == null || can(regex("^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$", var.trigger.blob.bucket))
    error_message = "trigger.blob.bucket: expected the name of a bucket (3 to 63 lower-case letters, digits, dots, dashes and underscores), got '${try(var.trigger.blob.bucket, "")}'."
  }

  validation {
    condition     = contains(["eventarc", "pubsub"], try(var.trigger.blob.via, "eventarc"))
    error_message = "trigger.blob.via: expected eventarc or pubsub, got '${try(var.trigger.blob.via, "")}'."
  }

  validation {
    condition     = try(var.trigger.blob.prefix, "") == "" || try(var.trigger.blob.via, "") == "pubsub"
    error_message = "trigger.blob.prefix: Eventarc cannot tell objects by name; use via = \"pubsub\"."
  }

  validation {
    condition     = try(var.trigger.blob.suffix, "") == ""
    error_message = "trigger.blob.suffix: Cloud Storage cannot tell objects by the end of their name; use a prefix, or a bucket of their own."
  }

  # stream

  validation {
    condition     = try(var.trigger.stream.kind, "pubsub") == "pubsub"
    error_message = "trigger.stream.kind: expected pubsub, got '${try(var.trigger.stream.kind, "")}'."
  }

  validation {
    condition     = var.trigger.stream == null || can(regex("^projects/[^/]+/topics/[A-Za-z][A-Za-z0-9._~+%-]{2,254}$", var.trigger.stream.topic))
    error_message = "trigger.stream.topic: expected projects/P/topics/T, got '${try(var.trigger.stream.topic, "")}'."
  }

  validation {
    condition     = contains(["push", "eventarc"], try(var.trigger.stream.via, "push"))
    error_message = "trigger.stream.via: expected push or eventarc, got '${try(var.trigger.stream.via, "")}'."
  }

  validation {
    condition     = try(var.trigger.stream.via, "push") == "push" || (!try(var.trigger.stream.ordered, false) && try(var.trigger.stream.filter, null) == null)
    error_message = "trigger.stream: Eventarc keeps no order and takes no filter; use via = \"push\"."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.minimum_backoff >= 0 && var.trigger.stream.minimum_backoff <= var.trigger.stream.maximum_backoff && var.trigger.stream.maximum_backoff <= 600, false)
    error_message = "trigger.stream: expected seconds with 0 <= minimum_backoff <= maximum_backoff <= 600, got ${try(var.trigger.stream.minimum_backoff, "")} and ${try(var.trigger.stream.maximum_backoff, "")}."
  }

  # both

  validation {
    condition     = alltrue([for source in [var.trigger.blob, var.trigger.stream] : try(source.max_receives >= 5 && source.max_receives <= 100 && floor(source.max_receives) == source.max_receives, source == null)])
    error_message = "trigger: max_receives is a whole number from 5 to 100, Pub/Sub's own bounds."
  }

  validation {
    condition     = alltrue([for source in [var.trigger.blob, var.trigger.stream] : try(source.maximum_age_seconds >= 600 && source.maximum_age_seconds <= 2678400, source == null)])
    error_message = "trigger: maximum_age_seconds is from 600 to 2678400 (31 days)."
  }
}

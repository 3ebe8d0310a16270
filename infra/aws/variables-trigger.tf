# What calls the function.

variable "trigger" {
  description = <<-EOT
    What calls the function; exactly one of these:
    - `http`: an API. `api` is `http` (HTTP API, the default) or `rest` (REST API). `authoriser.kind` has no default:
      `jwt` (HTTP API; with `issuer` and `audience`), `cognito` (REST API; with `user_pool_arns`), `iam`, or `none`
      for an API that is open to everybody. `cors_origins` are the pages that may call. `binary_media_types` is of the
      REST API: with less than all types it hands base64 to clients that do not ask for a binary type first, and what
      they read is no picture, no tensor and no compressed answer.
    - `blob`: objects that land in `bucket`. `via` is `s3` (the bucket calls the function; the module then owns the
      bucket's notifications), `sqs` (the bucket writes to a queue of the module, likewise) or `eventbridge` (the
      bucket must send its events there).
    - `stream`: records of `kind` `kinesis`, `dynamodb`, `sqs`, `msk` or `kafka`. `arn` names the source, for `kafka`
      the secret with the credentials.
  EOT
  type = object({
    http = optional(object({
      api = optional(string, "http")
      authoriser = object({
        kind           = string
        issuer         = optional(string)
        audience       = optional(list(string), [])
        scopes         = optional(list(string), [])
        user_pool_arns = optional(list(string), [])
      })
      requests_per_second = optional(number, 100)
      burst               = optional(number, 200)
      stage               = optional(string, "v1")
      access_logs         = optional(bool, true)
      cors_origins        = optional(list(string), [])
      binary_media_types  = optional(list(string), ["application/octet-stream", "image/*", "*/*"])
    }))
    blob = optional(object({
      bucket              = string
      via                 = optional(string, "s3")
      prefix              = optional(string, "")
      suffix              = optional(string, "")
      kms_key_arn         = optional(string)
      batch_size          = optional(number, 10)
      window_seconds      = optional(number, 0)
      max_receives        = optional(number, 5)
      retries             = optional(number, 2)
      maximum_age_seconds = optional(number, 21600)
    }))
    stream = optional(object({
      kind                = string
      arn                 = string
      topic               = optional(string)
      bootstrap_servers   = optional(list(string), [])
      consumer_group      = optional(string)
      kms_key_arn         = optional(string)
      batch_size          = optional(number, 100)
      window_seconds      = optional(number, 0)
      starting_position   = optional(string, "TRIM_HORIZON")
      bisect              = optional(bool, true)
      retries             = optional(number, 5)
      maximum_age_seconds = optional(number, 86400)
      parallelization     = optional(number, 1)
      tumbling_seconds    = optional(number, 0)
      max_concurrency     = optional(number)
      filters             = optional(list(string), [])
    }))
  })

  validation {
    condition     = length([for kind in [var.trigger.http, var.trigger.blob, var.trigger.stream] : kind if kind != null]) == 1
    error_message = "trigger: expected exactly one of http, blob and stream."
  }

  # http

  validation {
    condition     = contains(["http", "rest"], try(var.trigger.http.api, "http"))
    error_message = "trigger.http.api: expected http or rest, got '${try(var.trigger.http.api, "")}'."
  }

  validation {
    condition     = try(contains(var.trigger.http.api == "rest" ? ["cognito", "iam", "none"] : ["jwt", "iam", "none"], var.trigger.http.authoriser.kind), true)
    error_message = "trigger.http.authoriser.kind: an HTTP API takes jwt, iam or none, a REST API cognito, iam or none; got '${try(var.trigger.http.authoriser.kind, "")}' for ${try(var.trigger.http.api, "")}."
  }

  validation {
    condition     = try(var.trigger.http.authoriser.kind, "") != "jwt" || (startswith(coalesce(try(var.trigger.http.authoriser.issuer, null), "-"), "https://") && try(length(var.trigger.http.authoriser.audience) > 0, false))
    error_message = "trigger.http.authoriser: jwt needs issuer (https://...) and at least one audience."
  }

  validation {
    condition     = try(var.trigger.http.authoriser.kind, "") != "cognito" || try(length(var.trigger.http.authoriser.user_pool_arns) > 0, false)
    error_message = "trigger.http.authoriser: cognito needs at least one of user_pool_arns."
  }

  validation {
    condition     = try(var.trigger.http.requests_per_second > 0 && var.trigger.http.burst >= var.trigger.http.requests_per_second, true)
    error_message = "trigger.http: expected requests_per_second above 0 and a burst of at least as much, got ${try(var.trigger.http.requests_per_second, "")} and ${try(var.trigger.http.burst, "")}."
  }

  validation {
    condition     = var.trigger.http == null || can(regex("^[A-Za-z0-9_-]{1,128}$", var.trigger.http.stage))
    error_message = "trigger.http.stage: expected letters, digits, dashes and underscores."
  }

  # blob

  validation {
    condition     = var.trigger.blob == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.trigger.blob.bucket))
    error_message = "trigger.blob.bucket: expected the name of a bucket (3 to 63 lower-case letters, digits, dots and dashes), got '${try(var.trigger.blob.bucket, "")}'."
  }

  validation {
    condition     = contains(["s3", "sqs", "eventbridge"], try(var.trigger.blob.via, "s3"))
    error_message = "trigger.blob.via: expected s3, sqs or eventbridge, got '${try(var.trigger.blob.via, "")}'."
  }

  validation {
    condition     = var.trigger.blob == null || (try(var.trigger.blob.retries, 0) >= 0 && try(var.trigger.blob.retries, 0) <= 2)
    error_message = "trigger.blob.retries: Lambda retries an asynchronous call 0, 1 or 2 times, got ${try(var.trigger.blob.retries, "")}."
  }

  validation {
    condition     = var.trigger.blob == null || (try(var.trigger.blob.maximum_age_seconds, 60) >= 60 && try(var.trigger.blob.maximum_age_seconds, 60) <= 21600)
    error_message = "trigger.blob.maximum_age_seconds: expected 60 to 21600, got ${try(var.trigger.blob.maximum_age_seconds, "")}."
  }

  validation {
    condition     = try(var.trigger.blob.batch_size >= 1 && var.trigger.blob.batch_size <= 10000 && (var.trigger.blob.batch_size <= 10 || var.trigger.blob.window_seconds >= 1), true)
    error_message = "trigger.blob.batch_size: expected 1 to 10000, and window_seconds of 1 or more above 10, got ${try(var.trigger.blob.batch_size, "")}."
  }

  # stream

  validation {
    condition     = contains(["kinesis", "dynamodb", "sqs", "msk", "kafka"], try(var.trigger.stream.kind, "kinesis"))
    error_message = "trigger.stream.kind: expected kinesis, dynamodb, sqs, msk or kafka, got '${try(var.trigger.stream.kind, "")}'."
  }

  validation {
    condition     = var.trigger.stream == null || can(regex("^arn:[a-z-]+:[a-z]+:[a-z0-9-]+:[0-9]{12}:.+$", var.trigger.stream.arn))
    error_message = "trigger.stream.arn: expected an ARN, got '${try(var.trigger.stream.arn, "")}'."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.kind, "") != "dynamodb" || can(regex(":table/[^/]+/stream/", var.trigger.stream.arn))
    error_message = "trigger.stream.arn: expected the ARN of the table's stream (it has /stream/ in it), got '${try(var.trigger.stream.arn, "")}'."
  }

  validation {
    condition     = !contains(["msk", "kafka"], try(var.trigger.stream.kind, "")) || try(var.trigger.stream.topic, null) != null
    error_message = "trigger.stream.topic: Kafka needs a topic."
  }

  validation {
    condition     = try(var.trigger.stream.kind, "") != "kafka" || (try(length(var.trigger.stream.bootstrap_servers), 0) > 0 && var.network != null)
    error_message = "trigger.stream: a self-managed Kafka needs bootstrap_servers and the variable network."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.batch_size >= 1 && var.trigger.stream.batch_size <= 10000, false)
    error_message = "trigger.stream.batch_size: expected 1 to 10000, got ${try(var.trigger.stream.batch_size, "")}."
  }

  validation {
    condition     = try(var.trigger.stream.kind, "") != "sqs" || try(!endswith(var.trigger.stream.arn, ".fifo"), true) || try(var.trigger.stream.batch_size <= 10 && var.trigger.stream.window_seconds == 0, false)
    error_message = "trigger.stream.batch_size: a FIFO queue gives at most 10 messages and takes no window_seconds, got ${try(var.trigger.stream.batch_size, "")} and ${try(var.trigger.stream.window_seconds, "")}."
  }

  validation {
    condition     = try(var.trigger.stream.kind, "") != "sqs" || try(endswith(var.trigger.stream.arn, ".fifo"), false) || try(var.trigger.stream.batch_size <= 10 || var.trigger.stream.window_seconds >= 1, false)
    error_message = "trigger.stream.window_seconds: a queue gives more than 10 messages only with window_seconds of 1 or more."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.window_seconds >= 0 && var.trigger.stream.window_seconds <= 300, false)
    error_message = "trigger.stream.window_seconds: expected 0 to 300, got ${try(var.trigger.stream.window_seconds, "")}."
  }

  validation {
    condition     = contains(["TRIM_HORIZON", "LATEST"], try(var.trigger.stream.starting_position, "LATEST"))
    error_message = "trigger.stream.starting_position: expected TRIM_HORIZON or LATEST, got '${try(var.trigger.stream.starting_position, "")}'."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.retries >= 0 && var.trigger.stream.retries <= 10000, false)
    error_message = "trigger.stream.retries: expected 0 to 10000 (retrying for ever blocks the shard behind one record), got ${try(var.trigger.stream.retries, "")}."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.maximum_age_seconds >= 60 && var.trigger.stream.maximum_age_seconds <= 604800, false)
    error_message = "trigger.stream.maximum_age_seconds: expected 60 to 604800, got ${try(var.trigger.stream.maximum_age_seconds, "")}."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.parallelization >= 1 && var.trigger.stream.parallelization <= 10, false)
    error_message = "trigger.stream.parallelization: expected 1 to 10, got ${try(var.trigger.stream.parallelization, "")}."
  }

  validation {
    condition     = var.trigger.stream == null || try(var.trigger.stream.tumbling_seconds >= 0 && var.trigger.stream.tumbling_seconds <= 900, false)
    error_message = "trigger.stream.tumbling_seconds: expected 0 to 900, got ${try(var.trigger.stream.tumbling_seconds, "")}."
  }

  validation {
    condition     = try(var.trigger.stream.tumbling_seconds, 0) == 0 || contains(["kinesis", "dynamodb"], try(var.trigger.stream.kind, "")) && try(var.trigger.stream.parallelization, 1) == 1
    error_message = "trigger.stream.tumbling_seconds: only kinesis and dynamodb have tumbling windows, and only with a parallelization of 1."
  }

  validation {
    condition     = try(var.trigger.stream.max_concurrency, null) == null || (try(var.trigger.stream.kind, "") == "sqs" && coalesce(try(var.trigger.stream.max_concurrency, 2), 2) >= 2 && coalesce(try(var.trigger.stream.max_concurrency, 2), 2) <= 1000)
    error_message = "trigger.stream.max_concurrency: only sqs has it, from 2 to 1000."
  }

  validation {
    condition     = alltrue([for filter in coalesce(try(var.trigger.stream.filters, []), []) : can(jsondecode(filter))])
    error_message = "trigger.stream.filters: each must be a pattern in JSON."
  }
}

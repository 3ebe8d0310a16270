# The function itself. The names of these variables are the same for every cloud's module.

variable "name" {
  description = "Name of the function, and the beginning of the name of everything that belongs to it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,45}[a-z0-9]$", var.name))
    error_message = "name: expected 3 to 47 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash, got '${var.name}'."
  }
}

variable "location" {
  description = "Region of the function and of what belongs to it, for example europe-west3."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.location))
    error_message = "location: expected a region such as europe-west3 (not a zone or a multi-region), got '${var.location}'."
  }
}

variable "project" {
  description = "Id of the project. Null: the provider's."
  type        = string
  default     = null

  validation {
    condition     = var.project == null || can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "project: expected the id of a project (6 to 30 lower-case letters, digits and dashes), got '${coalesce(var.project, "null")}'."
  }
}

variable "description" {
  description = "What the function is for, in one line."
  type        = string
  default     = "Thaw inference function"

  validation {
    condition     = length(var.description) <= 256
    error_message = "description: expected at most 256 characters, got ${length(var.description)}."
  }
}

variable "package" {
  description = <<-EOT
    What is deployed; exactly one of these:
    - `path`: a zip on this machine, which becomes a Cloud Function (2nd generation). `sha256` (base64) is taken from the
      file unless given.
    - `gcs`: the same in a bucket, with the `generation` of the object, or a new zip is not noticed.
    - `image`: a container image by tag or digest, which becomes a Cloud Run service.
  EOT
  type = object({
    path   = optional(string)
    sha256 = optional(string)
    gcs = optional(object({
      bucket     = string
      object     = string
      generation = optional(number)
    }))
    image = optional(string)
  })

  validation {
    condition     = length([for one in [var.package.path, var.package.gcs, var.package.image] : one if one != null]) == 1
    error_message = "package: expected exactly one of path, gcs and image."
  }

  validation {
    condition     = try(var.package.gcs, null) == null || try(var.package.gcs.generation, null) != null
    error_message = "package.gcs.generation: a zip in a bucket needs its generation; without it, a new zip under the same name would never be deployed."
  }

  validation {
    condition     = var.package.sha256 == null || can(regex("^[A-Za-z0-9+/]{43}=$", var.package.sha256))
    error_message = "package.sha256: expected the digest in base64 (44 characters, as `openssl dgst -sha256 -binary x.zip | base64` prints it)."
  }
}

variable "handler" {
  description = "Class that is the entry point of a zip. By default `thaw.gcp.CloudFunction`, for every trigger."
  type        = string
  default     = null

  validation {
    condition     = var.handler == null || can(regex("^[A-Za-z_$][A-Za-z0-9_$]*([.][A-Za-z_$][A-Za-z0-9_$]*)+$", var.handler))
    error_message = "handler: expected package.Class, got '${coalesce(var.handler, "null")}'."
  }
}

variable "runtime" {
  description = "Cloud Functions' runtime of a zip."
  type        = string
  default     = "java21"

  validation {
    condition     = contains(["java17", "java21", "java25"], var.runtime)
    error_message = "runtime: expected java17, java21 or java25, got '${var.runtime}'."
  }
}

variable "model" {
  description = <<-EOT
    Which model the function runs:
    - `name`: `name` or `name@version-or-alias`.
    - `repository`: a folder of the package or the image (`models`, below its working folder, is where `thaw package` lays
      them), `/mnt/...` on a mounted `bucket`, or `gs://bucket/prefix`.
    - `bucket`: mounted read-only where `repository` says; needs an image.
    - `size_mb`: how large the model is. What is fetched from a bucket lies in memory, so `memory_mb` is checked with it.
  EOT
  type = object({
    name       = string
    repository = optional(string, "models")
    bucket     = optional(string)
    size_mb    = optional(number)
  })

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9][A-Za-z0-9._-]*)?$", var.model.name))
    error_message = "model.name: expected name or name@version, got '${var.model.name}'."
  }

  validation {
    condition     = can(regex("^(gs://[a-z0-9][a-z0-9._-]{1,61}[a-z0-9](/[^ ]*)?|/[^ :]+|[A-Za-z0-9_][^ :]*)$", var.model.repository))
    error_message = "model.repository: expected a folder or gs://bucket/prefix, got '${var.model.repository}'."
  }

  validation {
    condition     = var.model.bucket == null || (startswith(var.model.repository, "/mnt/") && try(var.package.image, null) != null)
    error_message = "model.bucket: a mounted bucket needs a repository below /mnt and package.image, for Cloud Functions mount nothing."
  }

  validation {
    condition     = var.model.size_mb == null || !startswith(var.model.repository, "gs://") || try(512 + 2 * var.model.size_mb <= var.memory_mb, false)
    error_message = "model.size_mb: a model that is fetched lies in memory as a file and loaded, so memory_mb must be at least 512 + 2 x ${coalesce(var.model.size_mb, 0)}, got ${var.memory_mb}."
  }
}

variable "environment" {
  description = "More environment variables, for example JAVA_TOOL_OPTIONS. Names that begin with THAW_ are the module's."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Za-z_][A-Za-z0-9_]*$", name)) && !startswith(name, "THAW_") && !startswith(name, "X_GOOGLE_") && !contains(["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"], name)])
    error_message = "environment: names are letters, digits and underscores; PORT, K_... and X_GOOGLE_... are Google's and those with THAW_ come from this module's variables."
  }
}

variable "secrets" {
  description = "Environment variables whose values are in Secret Manager: the name of the secret, and its version, `latest` by default."
  type = map(object({
    secret  = string
    version = optional(string, "latest")
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.secrets) : can(regex("^[A-Za-z_][A-Za-z0-9_]*$", name)) && !startswith(name, "THAW_") && !contains(keys(var.environment), name)])
    error_message = "secrets: names are letters, digits and underscores, not beginning with THAW_ and not in environment too, got ${join(", ", keys(var.secrets))}."
  }

  validation {
    condition     = alltrue([for secret in values(var.secrets) : can(regex("^[A-Za-z0-9_-]{1,255}$", secret.secret)) && can(regex("^(latest|[1-9][0-9]*)$", secret.version))])
    error_message = "secrets: expected the name of a secret of this project (not its value) and a version that is a number or latest."
  }
}

variable "limits" {
  description = "What the function accepts; null leaves the framework's default."
  type = object({
    body_bytes   = optional(number)
    image_pixels = optional(number)
    json_depth   = optional(number)
    batch_rows   = optional(number)
    batch_millis = optional(number)
    time_seconds = optional(number)
    concurrency  = optional(number)
    queue        = optional(number)
  })
  default = {}

  validation {
    condition     = alltrue([for name, value in var.limits : value == null ? true : (value > 0 && floor(value) == value)])
    error_message = "limits: expected whole numbers above 0, got ${jsonencode({ for name, value in var.limits : name => value if value != null })}."
  }

  validation {
    condition     = var.limits.time_seconds == null || coalesce(var.limits.time_seconds, 1) < var.timeout_seconds
    error_message = "limits.time_seconds: must be less than timeout_seconds (${var.timeout_seconds}), so that the function reports what it could not finish before Cloud Run ends the request."
  }

  validation {
    condition     = coalesce(var.limits.body_bytes, 1) <= 33554432
    error_message = "limits.body_bytes: Cloud Run takes requests of at most 33554432 bytes (32 MiB), got ${coalesce(var.limits.body_bytes, 0)}."
  }
}

variable "memory_mb" {
  description = "Memory in MB. Files that the function writes are in memory too."
  type        = number
  default     = 2048

  validation {
    condition     = var.memory_mb >= 512 && var.memory_mb <= 32768 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb: expected a whole number from 512 (a JVM with ONNX Runtime needs that) to 32768, got ${var.memory_mb}."
  }

  validation {
    condition     = !contains([1, 2, 4, 6, 8], var.cpu) || (var.memory_mb <= lookup({ "1" = 4096, "2" = 8192, "4" = 16384, "6" = 24576, "8" = 32768 }, tostring(var.cpu), 0) && var.memory_mb >= lookup({ "4" = 2048, "6" = 4096, "8" = 4096 }, tostring(var.cpu), 0))
    error_message = "memory_mb: Cloud Run gives 1 CPU up to 4096 MB, 2 up to 8192, 4 from 2048 to 16384, 6 from 4096 to 24576, 8 from 4096 to 32768; got ${var.memory_mb} for ${var.cpu}."
  }
}

variable "cpu" {
  description = "Processors of an instance: 1, 2, 4, 6 or 8."
  type        = number
  default     = 1

  validation {
    condition     = contains([1, 2, 4, 6, 8], var.cpu)
    error_message = "cpu: expected 1, 2, 4, 6 or 8 (less than one serves one request at a time and starts slowly), got ${var.cpu}."
  }
}

variable "cpu_boost" {
  description = "Whether an image gets more processors while it starts. A Cloud Function always does."
  type        = bool
  default     = true
}

variable "timeout_seconds" {
  description = "The longest one request may take. Pub/Sub and Eventarc wait for 600 seconds at most."
  type        = number
  default     = 28

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 3600 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds: expected a whole number from 1 to 3600, got ${var.timeout_seconds}."
  }

  validation {
    condition     = try(var.trigger.http, null) != null || var.timeout_seconds <= 590
    error_message = "timeout_seconds: Pub/Sub delivers again after at most 600 seconds, so a function behind a bucket or a topic needs 590 or less, got ${var.timeout_seconds}."
  }
}

variable "min_instances" {
  description = "Instances kept ready; 0 for none."
  type        = number
  default     = 0

  validation {
    condition     = var.min_instances >= 0 && floor(var.min_instances) == var.min_instances
    error_message = "min_instances: expected a whole number of 0 or more, got ${var.min_instances}."
  }
}

variable "max_concurrency" {
  description = "The most instances at once; null for Cloud Run's default of 100."
  type        = number
  default     = null

  validation {
    condition     = try(var.max_concurrency >= 1 && floor(var.max_concurrency) == var.max_concurrency, var.max_concurrency == null)
    error_message = "max_concurrency: expected null or a whole number of 1 or more."
  }

  validation {
    condition     = coalesce(var.max_concurrency, 100) >= var.min_instances
    error_message = "max_concurrency: must be at least min_instances (${var.min_instances})."
  }
}

variable "requests_per_instance" {
  description = "Requests that one instance gets at once; they are gathered into common runs of the model."
  type        = number
  default     = 80

  validation {
    condition     = var.requests_per_instance >= 1 && var.requests_per_instance <= 1000 && floor(var.requests_per_instance) == var.requests_per_instance
    error_message = "requests_per_instance: expected a whole number from 1 to 1000, got ${var.requests_per_instance}."
  }
}

variable "network" {
  description = "A subnetwork, for a function that must reach a private network. `egress` is `private` (private addresses only) or `all`."
  type = object({
    network    = optional(string)
    subnetwork = string
    tags       = optional(list(string), [])
    egress     = optional(string, "private")
  })
  default = null

  validation {
    condition     = var.network == null || try(length(var.network.subnetwork) > 0, false)
    error_message = "network.subnetwork: expected the name or id of a subnetwork."
  }

  validation {
    condition     = contains(["private", "all"], try(var.network.egress, "private"))
    error_message = "network.egress: expected private or all, got '${try(var.network.egress, "")}'."
  }
}

variable "kms_key_name" {
  description = "Key for the code, the instances and the topics; the module lets Google's service agents use it. It must be in the same location. Null: Google's own keys."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_name == null || can(regex("^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", var.kms_key_name))
    error_message = "kms_key_name: expected projects/P/locations/L/keyRings/R/cryptoKeys/K (without a version), got '${coalesce(var.kms_key_name, "null")}'."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept. Other than 30, they are also routed to a log bucket of the module."
  type        = number
  default     = 30

  validation {
    condition     = var.log_retention_days >= 1 && var.log_retention_days <= 3650 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "log_retention_days: expected a whole number from 1 to 3650, got ${var.log_retention_days}."
  }
}

variable "log_level" {
  description = "Least level of the function's own log lines."
  type        = string
  default     = "INFO"

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.log_level)
    error_message = "log_level: expected TRACE, DEBUG, INFO, WARN, ERROR or FATAL, got '${var.log_level}'."
  }
}

variable "enable_apis" {
  description = "Whether the module turns on the project's APIs that it needs. It never turns one off."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Labels of everything that takes labels."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name, value in var.tags : can(regex("^[a-z][a-z0-9_-]{0,62}$", name)) && can(regex("^[a-z0-9_-]{0,63}$", value))])
    error_message = "tags: Google's labels are lower-case letters, digits, dashes and underscores, at most 63, got ${jsonencode(var.tags)}."
  }
}

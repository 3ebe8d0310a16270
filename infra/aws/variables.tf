# The function itself. The names of these variables are the same for every cloud's module.

variable "name" {
  description = "Name of the function, and the beginning of the name of everything that belongs to it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,45}[a-z0-9]$", var.name))
    error_message = "name: expected 3 to 47 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash, got '${var.name}'."
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
    - `path`: a zip on this machine. `sha256` (base64) is taken from the file unless given.
    - `s3`: a zip in a bucket, needed above 50 MB. Give `sha256` (base64) or `version`, or a new zip is not noticed.
    - `image`: a container image by tag or digest.
  EOT
  type = object({
    path   = optional(string)
    sha256 = optional(string)
    s3 = optional(object({
      bucket  = string
      key     = string
      version = optional(string)
    }))
    image = optional(string)
  })

  validation {
    condition     = length([for one in [var.package.path, var.package.s3, var.package.image] : one if one != null]) == 1
    error_message = "package: expected exactly one of path, s3 and image."
  }

  validation {
    condition     = try(var.package.s3, null) == null || try(var.package.s3.version, null) != null || var.package.sha256 != null
    error_message = "package: a zip in a bucket needs sha256 or s3.version; without either, a new zip under the same key would never be deployed."
  }

  validation {
    condition     = var.package.sha256 == null || can(regex("^[A-Za-z0-9+/]{43}=$", var.package.sha256))
    error_message = "package.sha256: expected the digest in base64 (44 characters, as `openssl dgst -sha256 -binary x.zip | base64` prints it)."
  }
}

variable "handler" {
  description = "Entry point of a zip. By default the one that fits the trigger: `thaw.aws.HttpHandler`, `BlobHandler` or `StreamHandler`."
  type        = string
  default     = null

  validation {
    condition     = var.handler == null || can(regex("^[A-Za-z0-9_.$]+(::[A-Za-z0-9_$]+)?$", var.handler))
    error_message = "handler: expected package.Class::method, got '${coalesce(var.handler, "null")}'."
  }
}

variable "runtime" {
  description = "Lambda runtime of a zip. `provided.al2023` is for a native executable. `java25` needs provider 6."
  type        = string
  default     = "java21"

  validation {
    condition     = contains(["java17", "java21", "java25", "provided.al2023"], var.runtime)
    error_message = "runtime: expected java17, java21, java25 or provided.al2023, got '${var.runtime}'."
  }
}

variable "architecture" {
  description = "Processor: `x86_64` or `arm64`. The native library and the optimised model of the package must be for the same."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture: expected x86_64 or arm64, got '${var.architecture}'."
  }
}

variable "model" {
  description = <<-EOT
    Which model the function runs:
    - `name`: `name` or `name@version-or-alias`.
    - `repository`: a folder (`/var/task/models` in the zip, `/opt/models` in a layer, `/mnt/...` on EFS) or `s3://bucket/prefix`.
    - `layers`: layer versions, for the model or a native library.
    - `efs_access_point_arn`: mounted where `repository` says; needs `network`.
    - `kms_key_arn`: the key that the objects of an `s3://` repository are encrypted with.
  EOT
  type = object({
    name                 = string
    repository           = optional(string, "/var/task/models")
    layers               = optional(list(string), [])
    efs_access_point_arn = optional(string)
    kms_key_arn          = optional(string)
  })

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9][A-Za-z0-9._-]*)?$", var.model.name))
    error_message = "model.name: expected name or name@version, got '${var.model.name}'."
  }

  validation {
    condition     = can(regex("^(/(var/task|opt|mnt)/[^ ]+|s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^ ]*)?)$", var.model.repository))
    error_message = "model.repository: expected a folder below /var/task, /opt or /mnt, or s3://bucket/prefix, got '${var.model.repository}'."
  }

  validation {
    condition     = length(var.model.layers) <= 5
    error_message = "model.layers: Lambda takes at most 5, got ${length(var.model.layers)}."
  }

  validation {
    condition     = var.model.efs_access_point_arn == null || (startswith(var.model.repository, "/mnt/") && var.network != null)
    error_message = "model.efs_access_point_arn: a file system needs a repository below /mnt and the variable network."
  }
}

variable "environment" {
  description = "More environment variables, for example JAVA_TOOL_OPTIONS. Names that begin with THAW_ are the module's."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Za-z][A-Za-z0-9_]+$", name)) && !startswith(name, "AWS_LAMBDA") && !startswith(name, "THAW_")])
    error_message = "environment: names are letters, digits and underscores; those that begin with AWS_LAMBDA are Lambda's and those with THAW_ come from this module's variables."
  }
}

variable "limits" {
  description = "What the function accepts; null leaves the framework's default."
  type = object({
    body_bytes   = optional(number)
    image_pixels = optional(number)
    json_depth   = optional(number)
    batch_rows   = optional(number)
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
    error_message = "limits.time_seconds: must be less than timeout_seconds (${var.timeout_seconds}), so that the function reports what it could not finish before Lambda ends it."
  }
}

variable "memory_mb" {
  description = "Memory in MB. Lambda gives one vCPU for each 1,769 MB."
  type        = number
  default     = 2048

  validation {
    condition     = var.memory_mb >= 512 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb: expected a whole number from 512 (a JVM with ONNX Runtime needs that) to 10240, got ${var.memory_mb}."
  }
}

variable "ephemeral_storage_mb" {
  description = "Size of /tmp in MB. A model that is fetched from a bucket must fit twice."
  type        = number
  default     = 512

  validation {
    condition     = var.ephemeral_storage_mb >= 512 && var.ephemeral_storage_mb <= 10240 && floor(var.ephemeral_storage_mb) == var.ephemeral_storage_mb
    error_message = "ephemeral_storage_mb: expected a whole number from 512 to 10240, got ${var.ephemeral_storage_mb}."
  }
}

variable "timeout_seconds" {
  description = "The longest one invocation may take. Behind an API the gateway gives up after 29 (REST) or 30 (HTTP) seconds."
  type        = number
  default     = 28

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds: expected a whole number from 1 to 900, got ${var.timeout_seconds}."
  }

  validation {
    condition     = try(var.trigger.http, null) == null || var.timeout_seconds <= 29
    error_message = "timeout_seconds: API Gateway gives up after 29 seconds, so a function behind it needs 29 or less, got ${var.timeout_seconds}."
  }
}

variable "snap_start" {
  description = "Restore from a snapshot with the model loaded and primed. Null: wherever Lambda can (a zip on a Java runtime, /tmp of 512 MB, no EFS, no provisioned concurrency)."
  type        = bool
  default     = null

  validation {
    condition = !coalesce(var.snap_start, false) || (
      try(var.package.image, null) == null && startswith(var.runtime, "java") && var.min_instances == 0 &&
      var.ephemeral_storage_mb == 512 && try(var.model.efs_access_point_arn, null) == null
    )
    error_message = "snap_start: Lambda takes it only for a zip on a Java runtime, with min_instances of 0, ephemeral_storage_mb of 512 and no EFS."
  }
}

variable "early_start" {
  description = "Let the model's session begin beside the virtual machine, by `native/libthaw_start.so` and `models/start.plan` in the zip: `thaw package` says whether it has them, and without them nothing starts. Sets JAVA_TOOL_OPTIONS, before what `environment` says of it."
  type        = bool
  default     = false

  validation {
    condition = !var.early_start || (
      try(var.package.image, null) == null && startswith(var.runtime, "java") && startswith(var.model.repository, "/var/task/")
    )
    error_message = "early_start: only a zip on a Java runtime with its model in it, below /var/task, can begin so; an image does by itself."
  }
}

variable "min_instances" {
  description = "Instances kept ready (provisioned concurrency of the alias); 0 for none."
  type        = number
  default     = 0

  validation {
    condition     = var.min_instances >= 0 && floor(var.min_instances) == var.min_instances
    error_message = "min_instances: expected a whole number of 0 or more, got ${var.min_instances}."
  }
}

variable "max_concurrency" {
  description = "The most instances at once (reserved concurrency); null for the account's limit, 0 stops the function."
  type        = number
  default     = null

  validation {
    condition     = var.max_concurrency == null || (coalesce(var.max_concurrency, 0) >= 0 && floor(coalesce(var.max_concurrency, 0)) == coalesce(var.max_concurrency, 0))
    error_message = "max_concurrency: expected null or a whole number of 0 or more."
  }

  validation {
    condition     = var.max_concurrency == null || var.min_instances <= coalesce(var.max_concurrency, 0)
    error_message = "max_concurrency: must be at least min_instances (${var.min_instances})."
  }
}

variable "alias" {
  description = "Alias that every trigger calls. It points to the version that this apply published."
  type        = string
  default     = "live"

  validation {
    condition     = can(regex("^[A-Za-z_-][A-Za-z0-9_-]{0,127}$", var.alias))
    error_message = "alias: expected letters, digits, dashes and underscores, not beginning with a digit, got '${var.alias}'."
  }
}

variable "network" {
  description = "Subnets and security groups, for a function that must reach a private network (EFS, MSK)."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = var.network == null || (length(try(var.network.subnet_ids, [])) > 0 && length(try(var.network.security_group_ids, [])) > 0)
    error_message = "network: expected at least one subnet and one security group."
  }
}

variable "kms_key_arn" {
  description = "Key for the environment, the logs, the failures queue and what the module creates besides. Its policy must allow logs, sqs, s3 or events to use it. Null: the services' own keys."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn: expected the ARN of a key (not of an alias), got '${coalesce(var.kms_key_arn, "null")}'."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days: CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, not ${var.log_retention_days}."
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

variable "tracing" {
  description = "Whether X-Ray traces invocations."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags of everything that takes tags."
  type        = map(string)
  default     = {}
}

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
  description = "Region of the function and of what belongs to it, for example westeurope."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+[a-z0-9]*$", var.location))
    error_message = "location: expected the short name of a region, such as westeurope, got '${var.location}'."
  }
}

variable "resource_group_name" {
  description = "Resource group that everything is made in; it must be there."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.()-]{1,89}[A-Za-z0-9_()-]$", var.resource_group_name))
    error_message = "resource_group_name: expected the name of a resource group (not its id), got '${var.resource_group_name}'."
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
    - `blob`: the URL of a zip in a container that the function may read (`container_id`), with its `sha256` (base64), or a
      new zip under the same URL is not noticed.
    - `image`: a container image with its registry, on a Premium plan or as a container app. `registry_id` is the registry that the function may
      pull from.
  EOT
  type = object({
    path   = optional(string)
    sha256 = optional(string)
    blob = optional(object({
      url          = string
      container_id = string
    }))
    image       = optional(string)
    registry_id = optional(string)
  })

  validation {
    condition     = length([for one in [var.package.path, var.package.blob, var.package.image] : one if one != null]) == 1
    error_message = "package: expected exactly one of path, blob and image."
  }

  validation {
    condition     = try(var.package.blob, null) == null || var.package.sha256 != null
    error_message = "package: a zip in a container needs sha256; without it, a new zip under the same URL would never be deployed."
  }

  validation {
    condition     = try(var.package.blob, null) == null || try(can(regex("^https://[a-z0-9]{3,24}[.]blob[.][^/]+/[^/]+/.+[.]zip$", var.package.blob.url)) && can(regex("/blobServices/default/containers/[^/]+$", var.package.blob.container_id)), false)
    error_message = "package.blob: expected url https://<account>.blob.core.windows.net/<container>/<name>.zip (without a signature) and the container's id."
  }

  validation {
    condition     = var.package.sha256 == null || can(regex("^[A-Za-z0-9+/]{43}=$", var.package.sha256))
    error_message = "package.sha256: expected the digest in base64 (44 characters, as `openssl dgst -sha256 -binary x.zip | base64` prints it)."
  }

  validation {
    condition     = try(var.package.image, null) == null || can(regex("^[a-z0-9.-]+[.][a-z]+/[a-z0-9/._-]+(:[A-Za-z0-9._-]+|@sha256:[0-9a-f]{64})$", var.package.image))
    error_message = "package.image: expected registry/name:tag or registry/name@sha256:digest, got '${coalesce(try(var.package.image, null), "null")}'."
  }

  validation {
    condition     = (try(var.package.image, null) == null) == (var.package.registry_id == null)
    error_message = "package.registry_id: an image needs the id of its registry, and only an image."
  }
}

variable "runtime" {
  description = "Java of a zip."
  type        = string
  default     = "java21"

  validation {
    condition     = contains(["java17", "java21"], var.runtime)
    error_message = "runtime: expected java17 or java21, got '${var.runtime}'."
  }
}

variable "plan" {
  description = "`flex` (Flex Consumption: a zip, billed by use) or `premium` (always an instance; a zip or an image) or `container` (an image as a container app, none while nobody calls)."
  type        = string
  default     = "flex"

  validation {
    condition     = contains(["flex", "premium", "container"], var.plan)
    error_message = "plan: expected flex, premium or container, got '${var.plan}'."
  }

  validation {
    condition     = var.plan != "flex" || try(var.package.image, null) == null
    error_message = "plan: a Flex Consumption app takes no image; use premium or container."
  }

  validation {
    condition     = var.plan != "container" || try(var.package.image, null) != null
    error_message = "plan: a container app needs package.image, an image of Azure's Functions host with the app in it."
  }
}

variable "model" {
  description = <<-EOT
    Which model the function runs:
    - `name`: `name` or `name@version-or-alias`.
    - `repository`: a folder of the package or the image, or `azblob://account/container/prefix`.
    - `container_id`: id of that container, which the function may then read.
    - `size_mb`: how large the model is. What is fetched lies on a small disk and in memory, so `memory_mb` is checked with it.
  EOT
  type = object({
    name         = string
    repository   = optional(string, "/home/site/wwwroot/models")
    container_id = optional(string)
    size_mb      = optional(number)
  })

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9][A-Za-z0-9._-]*)?$", var.model.name))
    error_message = "model.name: expected name or name@version, got '${var.model.name}'."
  }

  validation {
    condition     = can(regex("^(/[^ :]+|azblob://[a-z0-9]{3,24}/[a-z0-9-]{3,63}(/[^ ]*)?)$", var.model.repository))
    error_message = "model.repository: expected an absolute folder or azblob://account/container/prefix, got '${var.model.repository}'."
  }

  validation {
    condition     = startswith(var.model.repository, "azblob://") == (var.model.container_id != null) && (var.model.container_id == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Storage/storageAccounts/[^/]+/blobServices/default/containers/[^/]+$", var.model.container_id)))
    error_message = "model.container_id: a repository at azblob:// needs the id of its container, and only such a one."
  }

  validation {
    condition     = var.model.size_mb == null || try(512 + var.model.size_mb <= coalesce(var.memory_mb, var.plan == "premium" ? 3584 : 2048), false)
    error_message = "model.size_mb: memory_mb must be at least 512 + ${coalesce(var.model.size_mb, 0)}, got ${coalesce(var.memory_mb, var.plan == "premium" ? 3584 : 2048)}."
  }
}

variable "environment" {
  description = "More app settings, for example JAVA_OPTS. Names that begin with THAW_ are the module's."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Za-z_][A-Za-z0-9_]*$", name)) && !startswith(name, "THAW_") && !startswith(name, "AzureWebJobs") && !startswith(name, "AzureFunctionsJobHost__") && !startswith(name, "APPLICATIONINSIGHTS_")])
    error_message = "environment: names are letters, digits and underscores; AzureWebJobs..., AzureFunctionsJobHost__..., APPLICATIONINSIGHTS_... and THAW_... come from this module's variables."
  }
}

variable "secrets" {
  description = "App settings whose values are in a Key Vault: the vault's id, and the name of the secret."
  type = map(object({
    vault_id = string
    secret   = string
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.secrets) : can(regex("^[A-Za-z_][A-Za-z0-9_]*$", name)) && !startswith(name, "THAW_") && !contains(keys(var.environment), name)])
    error_message = "secrets: names are letters, digits and underscores, not beginning with THAW_ and not in environment too, got ${join(", ", keys(var.secrets))}."
  }

  validation {
    condition     = alltrue([for secret in values(var.secrets) : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.KeyVault/vaults/[^/]+$", secret.vault_id)) && can(regex("^[A-Za-z0-9-]{1,127}$", secret.secret))])
    error_message = "secrets: expected the id of a Key Vault and the name of a secret in it (not its value)."
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
    error_message = "limits.time_seconds: must be less than timeout_seconds (${var.timeout_seconds}), so that the function reports what it could not finish before the host ends it."
  }

  validation {
    condition     = coalesce(var.limits.body_bytes, 1) <= 104857600
    error_message = "limits.body_bytes: Azure Functions take requests of at most 104857600 bytes (100 MiB), got ${coalesce(var.limits.body_bytes, 0)}."
  }
}

variable "memory_mb" {
  description = "Memory in MB: 512, 2048 or 4096 on `flex` (null: 2048); 3584, 7168 or 14336 on `premium` (null: 3584); 1024, 2048, 4096 or 8192 on `container` (null: 2048)."
  type        = number
  default     = null

  validation {
    condition     = var.memory_mb == null || contains(lookup({ premium = [3584, 7168, 14336], container = [1024, 2048, 4096, 8192] }, var.plan, [512, 2048, 4096]), coalesce(var.memory_mb, 0))
    error_message = "memory_mb: expected 512, 2048 or 4096 on flex, 3584, 7168 or 14336 on premium and 1024, 2048, 4096 or 8192 on container, got ${coalesce(var.memory_mb, 0)} on ${var.plan}."
  }
}

variable "timeout_seconds" {
  description = "The longest one invocation may take. Azure's load balancer gives up on a request after 230 seconds."
  type        = number
  default     = 28

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 1800 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds: expected a whole number from 1 to 1800, got ${var.timeout_seconds}."
  }

  validation {
    condition     = try(var.trigger.http, null) == null || var.timeout_seconds <= 230
    error_message = "timeout_seconds: Azure's load balancer gives up after 230 seconds, so a function behind it needs 230 or less, got ${var.timeout_seconds}."
  }
}

variable "min_instances" {
  description = "Instances always ready; 0 for none on `flex` and `container`. A Premium plan has at least one."
  type        = number
  default     = 0

  validation {
    condition     = var.min_instances >= 0 && var.min_instances <= 20 && floor(var.min_instances) == var.min_instances
    error_message = "min_instances: expected a whole number from 0 to 20, got ${var.min_instances}."
  }
}

variable "max_concurrency" {
  description = "The most instances at once; null for 100 on `flex` and 20 on the others."
  type        = number
  default     = null

  validation {
    condition     = try(var.max_concurrency >= 1 && var.max_concurrency <= (var.plan == "flex" ? 1000 : 100) && floor(var.max_concurrency) == var.max_concurrency, var.max_concurrency == null)
    error_message = "max_concurrency: expected null or a whole number from 1 to 1000 on flex, to 100 on the others."
  }

  validation {
    condition     = coalesce(var.max_concurrency, var.plan == "flex" ? 100 : 20) >= var.min_instances
    error_message = "max_concurrency: must be at least min_instances (${var.min_instances})."
  }
}

variable "requests_per_instance" {
  description = "HTTP requests that one instance of `flex` or `container` gets at once."
  type        = number
  default     = 16

  validation {
    condition     = var.requests_per_instance >= 1 && var.requests_per_instance <= 1000 && floor(var.requests_per_instance) == var.requests_per_instance
    error_message = "requests_per_instance: expected a whole number from 1 to 1000, got ${var.requests_per_instance}."
  }
}

variable "network" {
  description = <<-EOT
    With it, nothing is open to everybody: the function goes out through `subnet_id` (delegated to Microsoft.App/environments
    for `flex` and `container`, with a service endpoint for Microsoft.Storage), and its storage is reached from there and from `allowed_ips`
    alone. Requests come from `allowed_ips` and `allowed_subnet_ids`.
  EOT
  type = object({
    subnet_id          = string
    allowed_ips        = optional(list(string), [])
    allowed_subnet_ids = optional(list(string), [])
  })
  default = null

  validation {
    condition     = alltrue([for id in try(concat([var.network.subnet_id], var.network.allowed_subnet_ids), []) : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Network/virtualNetworks/[^/]+/subnets/[^/]+$", id))])
    error_message = "network: expected ids of subnets (/subscriptions/.../virtualNetworks/V/subnets/S)."
  }

  validation {
    condition     = alltrue([for range in try(var.network.allowed_ips, []) : can(cidrhost(range, 0))])
    error_message = "network.allowed_ips: expected ranges such as 203.0.113.0/24."
  }

  validation {
    condition     = var.plan != "container" || try(length(var.network.allowed_subnet_ids), 0) == 0
    error_message = "network.allowed_subnet_ids: a container app lets in ranges of addresses, not subnets: use allowed_ips."
  }
}

variable "container_environment_id" {
  description = "Environment of the container app. Null: one of the module's own, in `network.subnet_id` if there is one."
  type        = string
  default     = null

  validation {
    condition     = var.container_environment_id == null || (var.plan == "container" && can(regex("/providers/Microsoft.App/managedEnvironments/[^/]+$", coalesce(var.container_environment_id, "-"))))
    error_message = "container_environment_id: expected the id of an environment of container apps, with plan = \"container\", got '${coalesce(var.container_environment_id, "null")}'."
  }
}

variable "key_vault_key" {
  description = "Key for the module's storage account: the vault's id, and the key's URL without a version. Null: Azure's own keys."
  type = object({
    vault_id = string
    key_id   = string
  })
  default = null

  validation {
    condition     = var.key_vault_key == null || try(can(regex("/providers/Microsoft.KeyVault/vaults/[^/]+$", var.key_vault_key.vault_id)) && can(regex("^https://[^/]+/keys/[^/]+$", var.key_vault_key.key_id)), false)
    error_message = "key_vault_key: expected vault_id, the id of a Key Vault, and key_id, https://<vault>.vault.azure.net/keys/<key>."
  }
}

variable "log_analytics_workspace_id" {
  description = "Workspace of logs and metrics. Null: one of the module's own."
  type        = string
  default     = null

  validation {
    condition     = var.log_analytics_workspace_id == null || can(regex("/providers/Microsoft.OperationalInsights/workspaces/[^/]+$", var.log_analytics_workspace_id))
    error_message = "log_analytics_workspace_id: expected the id of a Log Analytics workspace, got '${coalesce(var.log_analytics_workspace_id, "null")}'."
  }
}

variable "log_retention_days" {
  description = "How long the module's own workspace keeps logs."
  type        = number
  default     = 30

  validation {
    condition     = var.log_retention_days >= 30 && var.log_retention_days <= 730 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "log_retention_days: a workspace keeps logs for 30 to 730 days, got ${var.log_retention_days}."
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

variable "tags" {
  description = "Tags of everything that takes tags."
  type        = map(string)
  default     = {}
}

# An API that tells a patient's risk from named features.

variable "api" {
  description = "Which kind of API: http or rest."
  type        = string
  default     = "http"
}

variable "authoriser" {
  description = "Who may call; the module says what is possible."
  type = object({
    kind     = string
    issuer   = optional(string)
    audience = optional(list(string), [])
  })
  default = { kind = "iam" }
}

module "function" {
  source = "../../aws"

  name            = var.name
  description     = "Tells a patient's risk"
  package         = { path = var.package }
  model           = { name = "risk" }
  memory_mb       = 1024
  max_concurrency = var.max_concurrency

  trigger = {
    http = {
      api                 = var.api
      authoriser          = var.authoriser
      requests_per_second = 50
      burst               = 100
    }
  }

  alarms = { error_percent = 0.5 }
}

output "url" {
  description = "Where to ask."
  value       = module.function.url
}

output "rest_api_id" {
  description = "Id of the REST API; null for an HTTP API."
  value       = module.function.rest_api_id
}

# An API that tells a patient's risk from named features.

variable "members" {
  description = "Who may call, for example group:doctors@example.com."
  type        = list(string)
  default     = []
}

module "function" {
  source = "../../../gcp"

  name            = var.name
  project         = var.project
  location        = var.location
  description     = "Tells a patient's risk"
  package         = { path = var.package }
  model           = { name = "risk" }
  memory_mb       = 1024
  min_instances   = 1
  max_concurrency = var.max_concurrency
  trigger         = { http = { authoriser = { kind = "iam", members = var.members } } }
  alarms          = { error_percent = 0.5 }
}

output "url" {
  description = "Where to ask, with an identity token."
  value       = module.function.url
}

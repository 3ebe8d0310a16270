# HTTP APIs in front of one model: open to everybody, by IAM, and by a token.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

variable "endpoint" {
  description = "Where every service of the local cloud answers."
  type        = string
}

variable "package" {
  description = "The zip with the model risk."
  type        = string
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true

  endpoints {
    apigatewayv2 = var.endpoint
    cloudwatch   = var.endpoint
    iam          = var.endpoint
    lambda       = var.endpoint
    logs         = var.endpoint
    sqs          = var.endpoint
    sts          = var.endpoint
  }
}

module "api" {
  source = "../../aws"
  for_each = {
    none = { kind = "none" }
    iam  = { kind = "iam" }
    jwt  = { kind = "jwt", issuer = "https://login.example.com", audience = ["risk"] }
  }

  name    = "risk-${each.key}"
  package = { path = var.package }
  model   = { name = "risk" }
  trigger = { http = { authoriser = each.value, requests_per_second = 50, burst = 100 } }
  # This cloud forgets what an alarm watches.
  alarms = { error_percent = 0, throttles = 0, duration_percent = 0, failures = 0, server_error_percent = 0 }
}

output "urls" {
  description = "Where each API answers in the real cloud."
  value       = { for kind, api in module.api : kind => api.url }
}

# All that these tests deploy, in one apply: the examples, and the sources and faults that no example shows.

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

variable "proxies" {
  description = "Where DynamoDB and S3 answer with faults."
  type        = object({ dynamodb = string, s3 = string })
}

variable "packages" {
  description = "The zips: one for each model, and the probe."
  type        = object({ digits = string, sentiment = string, risk = string, probe = string })
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true

  endpoints {
    apigateway = var.endpoint
    cloudwatch = var.endpoint
    dynamodb   = var.endpoint
    events     = var.endpoint
    iam        = var.endpoint
    kinesis    = var.endpoint
    lambda     = var.endpoint
    logs       = var.endpoint
    s3         = var.endpoint
    sns        = var.endpoint
    sqs        = var.endpoint
    sts        = var.endpoint
  }
}

module "digits" {
  source = "../../examples/digits"

  package         = var.packages.digits
  max_concurrency = 2
}

module "sentiment" {
  source = "../../examples/sentiment"

  package         = var.packages.sentiment
  shards          = 4
  max_concurrency = 4
}

module "risk" {
  source = "../../examples/risk"

  package = var.packages.risk
  api     = "rest"
}

output "digits" {
  value = module.digits
}

output "sentiment" {
  value = module.sentiment
}

output "risk" {
  value = module.risk
}

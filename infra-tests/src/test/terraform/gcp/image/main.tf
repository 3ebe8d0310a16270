# An image, whose trigger the test gives.

terraform {
  required_providers {
    google = {
      source = "hashicorp/google"
    }
  }
}

variable "package" {
  type = string
}

variable "project" {
  type = string
}

variable "trigger" {
  type = any
}

module "function" {
  source = "../gcp"

  name     = "image"
  location = "europe-west3"
  project  = var.project
  package  = { image = "europe-west3-docker.pkg.dev/thaw-test/functions/digits:3" }
  model    = { name = "digits" }
  trigger  = var.trigger
}

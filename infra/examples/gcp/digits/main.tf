# Pictures of digits that land in a bucket become documents in Firestore.

resource "google_storage_bucket" "pictures" {
  name                        = "${var.project}-${var.name}-pictures"
  location                    = var.location
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  versioning {
    enabled = true
  }
}

module "function" {
  source = "../../../gcp"

  name            = var.name
  project         = var.project
  location        = var.location
  description     = "Reads digits in pictures"
  package         = { path = var.package }
  model           = { name = "digits" }
  timeout_seconds = 60
  max_concurrency = var.max_concurrency
  trigger         = { blob = { bucket = google_storage_bucket.pictures.name } }
  sinks           = { labels = { kind = "firestore", target = "labels" } }
}

output "bucket" {
  description = "Where to upload pictures."
  value       = google_storage_bucket.pictures.name
}

output "failures_subscription" {
  description = "Where pictures go that cannot be read."
  value       = module.function.failures_subscription
}

output "package_object" {
  description = "The object that the function is built from."
  value       = module.function.package_object
}

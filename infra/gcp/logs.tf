# Google keeps logs for 30 days; other times need a bucket.

locals {
  own_logs = var.log_retention_days == 30 ? 0 : 1
}

resource "google_logging_project_bucket_config" "function" {
  count = local.own_logs

  project        = local.project
  location       = var.location
  bucket_id      = var.name
  description    = "Logs of the function ${var.name}"
  retention_days = var.log_retention_days

  depends_on = [google_project_service.apis]
}

resource "google_logging_project_sink" "function" {
  count = local.own_logs

  project                = local.project
  name                   = var.name
  description            = "Logs of the function ${var.name}"
  destination            = "logging.googleapis.com/${google_logging_project_bucket_config.function[0].id}"
  filter                 = "resource.type = \"cloud_run_revision\" AND resource.labels.service_name = \"${var.name}\""
  unique_writer_identity = true
}

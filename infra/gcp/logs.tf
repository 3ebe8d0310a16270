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

# What only the function's own lines tell, as figures: of items, not of requests.
locals {
  lines = {
    set-aside   = { message = "item set aside", text = "Items that can never be predicted.", value = null, unit = "1", label = "kind" }
    comes-again = { message = "item failed and comes again", text = "Items that failed for now.", value = null, unit = "1", label = "kind" }
    cold-start  = { message = "cold start", text = "How long instances took until they were ready.", value = "init_ms", unit = "ms", label = null }
    rows        = { message = "metrics", text = "Rows predicted, per model and second.", value = "rows", unit = "1", label = "model" }
    latency     = { message = "metrics", text = "The slowest item, per model and second.", value = "latency_ms_max", unit = "ms", label = "model" }
  }
}

resource "google_logging_metric" "line" {
  for_each = local.lines

  project         = local.project
  name            = "${var.name}-${each.key}"
  description     = each.value.text
  filter          = "${local.of_service} AND jsonPayload.message = \"${each.value.message}\""
  value_extractor = each.value.value == null ? null : "EXTRACT(jsonPayload.${each.value.value})"
  # A label that is extracted must be declared, and the other way round.
  label_extractors = each.value.label == null ? null : { (each.value.label) = "EXTRACT(jsonPayload.${each.value.label})" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = each.value.value == null ? "INT64" : "DISTRIBUTION"
    unit        = each.value.unit

    dynamic "labels" {
      for_each = each.value.label == null ? [] : [each.value.label]
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  # From 1 to a million and more, each bucket half as wide again as the one before.
  dynamic "bucket_options" {
    for_each = each.value.value == null ? [] : [each.value.value]
    content {
      exponential_buckets {
        num_finite_buckets = 36
        growth_factor      = 1.5
        scale              = 1
      }
    }
  }

  depends_on = [google_project_service.apis]
}

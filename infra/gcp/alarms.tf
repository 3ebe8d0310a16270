# When somebody must look.

locals {
  of_service = "resource.type = \"cloud_run_revision\" AND resource.labels.service_name = \"${var.name}\""
  requests   = "metric.type = \"run.googleapis.com/request_count\" AND ${local.of_service}"
  events = one(concat(
    google_pubsub_subscription.events[*].name,
    # Eventarc names its subscription itself.
    [for trigger in google_eventarc_trigger.events : element(split("/", try(trigger.transport[0].pubsub[0].subscription, "-")), length(split("/", try(trigger.transport[0].pubsub[0].subscription, "-"))) - 1)],
  ))

  # Each alarm watches one figure; a threshold of 0 leaves its alarm out.
  candidates = {
    errors = {
      description = "More than ${var.alarms.error_percent} % of the requests failed."
      filter      = "${local.requests} AND metric.labels.response_code_class = \"5xx\""
      of          = local.requests
      aligner     = "ALIGN_RATE", reducer = "REDUCE_SUM", threshold = var.alarms.error_percent / 100
    }
    throttles = {
      description = "Requests were refused for lack of instances: raise max_concurrency, or the project's quota."
      filter      = "${local.requests} AND metric.labels.response_code = \"429\""
      of          = null
      aligner     = "ALIGN_DELTA", reducer = "REDUCE_SUM", threshold = var.alarms.throttles
    }
    duration = {
      description = "One request in a hundred comes near timeout_seconds (${var.timeout_seconds})."
      filter      = "metric.type = \"run.googleapis.com/request_latencies\" AND ${local.of_service}"
      of          = null
      aligner     = "ALIGN_PERCENTILE_99", reducer = "REDUCE_MAX", threshold = var.timeout_seconds * 10 * var.alarms.duration_percent
    }
    lag = {
      description = "Messages wait longer than they should."
      filter      = "metric.type = \"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \"${coalesce(local.events, "-")}\""
      of          = null
      aligner     = "ALIGN_MAX", reducer = "REDUCE_MAX", threshold = local.http == null ? var.alarms.lag_seconds : 0
    }
    failures = {
      description = "There are messages in ${google_pubsub_subscription.failures.name}: inputs that cannot be predicted, or what Pub/Sub gave up on."
      filter      = "metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \"${google_pubsub_subscription.failures.name}\""
      of          = null
      aligner     = "ALIGN_MAX", reducer = "REDUCE_SUM", threshold = var.alarms.failures
    }
    set-aside = {
      description = "Items can never be predicted: see the lines `item set aside`, and what dead_letter holds."
      filter      = "metric.type = \"logging.googleapis.com/user/${google_logging_metric.line["set-aside"].name}\" AND resource.type = \"cloud_run_revision\""
      of          = null
      aligner     = "ALIGN_DELTA", reducer = "REDUCE_SUM", threshold = var.alarms.set_aside
    }
    comes-again = {
      description = "Items fail and come again: see `kind` and `reason` in the lines `item failed and comes again`."
      filter      = "metric.type = \"logging.googleapis.com/user/${google_logging_metric.line["comes-again"].name}\" AND resource.type = \"cloud_run_revision\""
      of          = null
      aligner     = "ALIGN_DELTA", reducer = "REDUCE_SUM", threshold = var.alarms.comes_again
    }
    cold-start = {
      description = "An instance took longer than ${var.alarms.cold_start_ms} ms until it was ready."
      filter      = "metric.type = \"logging.googleapis.com/user/${google_logging_metric.line["cold-start"].name}\" AND resource.type = \"cloud_run_revision\""
      of          = null
      aligner     = "ALIGN_PERCENTILE_99", reducer = "REDUCE_MAX", threshold = var.alarms.cold_start_ms
    }
  }

  alarms = { for name, alarm in local.candidates : name => alarm if alarm.threshold > 0 }
}

resource "google_monitoring_alert_policy" "figure" {
  for_each = local.alarms

  project               = local.project
  display_name          = "${var.name}-${each.key}"
  combiner              = "OR"
  notification_channels = var.alarms.channels
  user_labels           = var.tags

  documentation {
    content   = each.value.description
    mime_type = "text/markdown"
  }

  conditions {
    display_name = each.key

    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = contains(["errors", "duration", "cold-start"], each.key) ? each.value.threshold : each.value.threshold - 1
      duration        = "0s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = each.value.aligner
        cross_series_reducer = each.value.reducer
      }

      # A share, not a number: one error of ten thousand requests is not the same as one of two.
      denominator_filter = each.value.of

      dynamic "denominator_aggregations" {
        for_each = each.value.of == null ? [] : [each.value]
        content {
          alignment_period     = "300s"
          per_series_aligner   = denominator_aggregations.value.aligner
          cross_series_reducer = denominator_aggregations.value.reducer
        }
      }
    }
  }

  depends_on = [google_project_service.apis]
}

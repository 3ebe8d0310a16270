# Objects of a bucket and messages of a topic: by Eventarc, or by a push subscription of the module.

resource "google_eventarc_trigger" "events" {
  count = local.by_event ? 1 : 0

  project                 = local.project
  location                = coalesce(try(local.blob.location, null), var.location)
  name                    = "${var.name}-events"
  service_account         = google_service_account.caller[0].email
  event_data_content_type = "application/json"
  labels                  = var.tags

  dynamic "matching_criteria" {
    for_each = local.blob == null ? { type = "google.cloud.pubsub.topic.v1.messagePublished" } : {
      type   = "google.cloud.storage.object.v1.finalized"
      bucket = local.blob.bucket
    }
    content {
      attribute = matching_criteria.key
      value     = matching_criteria.value
    }
  }

  destination {
    cloud_run_service {
      service = local.service
      region  = var.location
    }
  }

  dynamic "transport" {
    for_each = local.stream == null ? [] : [local.stream.topic]
    content {
      pubsub {
        topic = transport.value
      }
    }
  }

  depends_on = [
    google_project_iam_member.eventarc_agent, google_project_iam_member.receive_events,
    google_project_iam_member.storage_publishes, google_service_account_iam_member.pubsub_signs,
    google_cloud_run_v2_service_iam_member.invoker,
  ]
}

resource "google_pubsub_topic" "arrivals" {
  count = try(local.blob.via, "") == "pubsub" ? 1 : 0

  project      = local.project
  name         = "${var.name}-arrivals"
  kms_key_name = var.kms_key_name
  labels       = var.tags

  depends_on = [google_project_service.apis, google_kms_crypto_key_iam_member.agents]
}

resource "google_storage_notification" "arrivals" {
  count = try(local.blob.via, "") == "pubsub" ? 1 : 0

  bucket             = local.blob.bucket
  topic              = google_pubsub_topic.arrivals[0].id
  payload_format     = "JSON_API_V1"
  event_types        = ["OBJECT_FINALIZE"]
  object_name_prefix = local.blob.prefix == "" ? null : local.blob.prefix

  # Cloud Storage tries the topic when it is named.
  depends_on = [google_pubsub_topic_iam_member.bucket]
}

locals {
  source_events = local.blob == null ? local.stream : merge(local.blob, { ordered = false, filter = null, minimum_backoff = 10, maximum_backoff = 600 })
}

resource "google_pubsub_subscription" "events" {
  count = local.by_push ? 1 : 0

  project = local.project
  name    = "${var.name}-events"
  topic   = local.blob == null ? local.stream.topic : google_pubsub_topic.arrivals[0].id
  labels  = var.tags
  # Longer than the function may take, or a message comes again while it is worked on.
  ack_deadline_seconds       = max(10, var.timeout_seconds + 10)
  message_retention_duration = "${local.source_events.maximum_age_seconds}s"
  enable_message_ordering    = local.source_events.ordered
  filter                     = local.source_events.filter

  push_config {
    push_endpoint = local.uri

    oidc_token {
      service_account_email = google_service_account.caller[0].email
      audience              = local.uri
    }
  }

  retry_policy {
    minimum_backoff = "${local.source_events.minimum_backoff}s"
    maximum_backoff = "${local.source_events.maximum_backoff}s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.failures.id
    max_delivery_attempts = local.source_events.max_receives
  }

  # A subscription that nobody used for a month would vanish.
  expiration_policy {
    ttl = ""
  }

  depends_on = [
    google_service_account_iam_member.pubsub_signs, google_pubsub_topic_iam_member.dead_letters,
    google_cloud_run_v2_service_iam_member.invoker,
  ]
}

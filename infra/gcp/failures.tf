# Where an input goes that can never be predicted, and what Pub/Sub itself gives up on.

resource "google_pubsub_topic" "failures" {
  project      = local.project
  name         = "${var.name}-failures"
  kms_key_name = var.kms_key_name
  labels       = var.tags

  depends_on = [google_project_service.apis, google_kms_crypto_key_iam_member.agents]
}

# A topic without a subscription keeps nothing.
resource "google_pubsub_subscription" "failures" {
  project                    = local.project
  name                       = "${var.name}-failures"
  topic                      = google_pubsub_topic.failures.id
  labels                     = var.tags
  ack_deadline_seconds       = 600
  message_retention_duration = "${var.failure_retention_days * 86400}s"

  expiration_policy {
    ttl = ""
  }
}

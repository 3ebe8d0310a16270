# Sentences on a Pub/Sub topic become results on another, and an alert where one is clearly negative.

resource "google_pubsub_topic" "topics" {
  for_each = toset(["sentences", "results", "alerts"])

  name = "${var.name}-${each.value}"
}

module "function" {
  source = "../../../gcp"

  name            = var.name
  project         = var.project
  location        = var.location
  description     = "Tells whether a sentence is positive"
  package         = { path = var.package }
  model           = { name = "sentiment" }
  timeout_seconds = 60
  max_concurrency = var.max_concurrency
  trigger         = { stream = { topic = google_pubsub_topic.topics["sentences"].id } }

  sinks = {
    results = { kind = "pubsub", target = google_pubsub_topic.topics["results"].id }
    alerts  = { kind = "pubsub", target = google_pubsub_topic.topics["alerts"].id, label = "negative", threshold = 0.95 }
  }
}

output "sentences" {
  description = "The topic to publish sentences on."
  value       = google_pubsub_topic.topics["sentences"].id
}

output "results" {
  description = "The topic to read results from."
  value       = google_pubsub_topic.topics["results"].id
}

output "alerts" {
  description = "The topic that clearly negative sentences are announced on."
  value       = google_pubsub_topic.topics["alerts"].id
}

output "failures_subscription" {
  description = "Where poison messages go."
  value       = module.function.failures_subscription
}

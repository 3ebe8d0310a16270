output "function_name" {
  description = "Name of the function, and of its Cloud Run service."
  value       = local.service
}

output "url" {
  description = "URL of the function."
  value       = local.uri
}

output "service_account" {
  description = "E-mail address of the function's service account, to give it what an own predictor needs."
  value       = google_service_account.function.email
}

output "failures_topic" {
  description = "Where poison and what Pub/Sub gave up on goes."
  value       = google_pubsub_topic.failures.id
}

output "failures_subscription" {
  description = "Where to read it."
  value       = google_pubsub_subscription.failures.id
}

output "package_object" {
  description = "The object that the function is built from; null for an image."
  value       = local.in_zip ? "gs://${local.source.bucket}/${local.source.object}" : null
}

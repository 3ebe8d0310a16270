# A zip: a Cloud Function of the 2nd generation. Its triggers are made beside it, the same as an image's.

resource "google_cloudfunctions2_function" "this" {
  count = local.in_zip ? 1 : 0

  project      = local.project
  location     = var.location
  name         = var.name
  description  = var.description
  kms_key_name = var.kms_key_name
  labels       = var.tags

  build_config {
    runtime           = var.runtime
    entry_point       = local.handler
    service_account   = google_service_account.build[0].id
    docker_repository = google_artifact_registry_repository.build[0].id

    source {
      storage_source {
        bucket     = local.source.bucket
        object     = local.source.object
        generation = local.source.generation
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.function.email
    available_memory                 = "${var.memory_mb}Mi"
    available_cpu                    = tostring(var.cpu)
    timeout_seconds                  = var.timeout_seconds
    min_instance_count               = var.min_instances
    max_instance_count               = coalesce(var.max_concurrency, 100)
    max_instance_request_concurrency = var.requests_per_instance
    ingress_settings                 = { all = "ALLOW_ALL", internal = "ALLOW_INTERNAL_ONLY", load_balancer = "ALLOW_INTERNAL_AND_GCLB" }[local.ingress]
    all_traffic_on_latest_revision   = true
    environment_variables            = local.environment

    dynamic "secret_environment_variables" {
      for_each = var.secrets
      content {
        key        = secret_environment_variables.key
        project_id = local.project
        secret     = secret_environment_variables.value.secret
        version    = secret_environment_variables.value.version
      }
    }

    direct_vpc_egress = var.network == null ? null : local.egress

    dynamic "direct_vpc_network_interface" {
      for_each = var.network == null ? [] : [var.network]
      content {
        network    = direct_vpc_network_interface.value.network
        subnetwork = direct_vpc_network_interface.value.subnetwork
        tags       = direct_vpc_network_interface.value.tags
      }
    }
  }

  # The first instance must find its permissions, and the build its own.
  depends_on = [
    google_project_service.apis,
    google_artifact_registry_repository_iam_member.build, google_storage_bucket_iam_member.build, google_project_iam_member.build,
    google_storage_bucket_iam_member.function, google_pubsub_topic_iam_member.function, google_bigquery_table_iam_member.function,
    google_project_iam_member.firestore, google_secret_manager_secret_iam_member.function, google_kms_crypto_key_iam_member.agents,
  ]
}

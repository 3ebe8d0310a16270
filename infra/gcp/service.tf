# An image: a Cloud Run service.

locals {
  # Eventarc and Pub/Sub of the same project come from inside.
  ingress = local.http == null ? "internal" : local.http.ingress
  egress  = try(var.network.egress, "") == "all" ? "VPC_EGRESS_ALL_TRAFFIC" : "VPC_EGRESS_PRIVATE_RANGES_ONLY"
}

resource "google_cloud_run_v2_service" "this" {
  count = local.in_zip ? 0 : 1

  project             = local.project
  location            = var.location
  name                = var.name
  description         = var.description
  labels              = var.tags
  ingress             = { all = "INGRESS_TRAFFIC_ALL", internal = "INGRESS_TRAFFIC_INTERNAL_ONLY", load_balancer = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" }[local.ingress]
  custom_audiences    = try(length(local.http.authoriser.audience), 0) == 0 ? null : local.http.authoriser.audience
  iap_enabled         = local.authoriser == "iap"
  deletion_protection = false

  template {
    service_account                  = google_service_account.function.email
    timeout                          = "${var.timeout_seconds}s"
    max_instance_request_concurrency = var.requests_per_instance
    encryption_key                   = var.kms_key_name
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"
    labels                           = var.tags

    scaling {
      min_instance_count = var.min_instances
      max_instance_count = coalesce(var.max_concurrency, 100)
    }

    containers {
      image = var.package.image

      resources {
        limits            = { cpu = tostring(var.cpu), memory = "${var.memory_mb}Mi" }
        cpu_idle          = true
        startup_cpu_boost = var.cpu_boost
      }

      ports {
        container_port = 8080
      }

      # The port opens when the model is loaded and primed; asked every second, an instance is not late by ten.
      startup_probe {
        period_seconds    = 1
        timeout_seconds   = 1
        failure_threshold = 240
        tcp_socket {
          port = 8080
        }
      }

      dynamic "env" {
        for_each = local.environment
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = var.secrets
        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = env.value.secret
              version = env.value.version
            }
          }
        }
      }

      dynamic "volume_mounts" {
        for_each = var.model.bucket == null ? [] : [join("/", slice(split("/", var.model.repository), 0, 3))]
        content {
          name       = "models"
          mount_path = volume_mounts.value
        }
      }
    }

    dynamic "volumes" {
      for_each = var.model.bucket == null ? [] : [var.model.bucket]
      content {
        name = "models"
        gcs {
          bucket    = volumes.value
          read_only = true
        }
      }
    }

    dynamic "vpc_access" {
      for_each = var.network == null ? [] : [var.network]
      content {
        egress = replace(local.egress, "VPC_EGRESS_", "")
        network_interfaces {
          network    = vpc_access.value.network
          subnetwork = vpc_access.value.subnetwork
          tags       = vpc_access.value.tags
        }
      }
    }
  }

  traffic {
    type    = "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST"
    percent = 100
  }

  # The first instance must find its permissions.
  depends_on = [
    google_project_service.apis,
    google_storage_bucket_iam_member.function, google_pubsub_topic_iam_member.function, google_bigquery_table_iam_member.function,
    google_project_iam_member.firestore, google_secret_manager_secret_iam_member.function, google_kms_crypto_key_iam_member.agents,
  ]
}

# A zip from this machine in a bucket of its own, and where the image that Cloud Build makes of it is kept.

locals {
  digest = local.in_file ? coalesce(var.package.sha256, filebase64sha256(var.package.path)) : null
  source = local.in_file ? {
    bucket     = google_storage_bucket.package[0].name
    object     = google_storage_bucket_object.package[0].name
    generation = google_storage_bucket_object.package[0].generation
  } : var.package.gcs
}

resource "google_storage_bucket" "package" {
  count = local.in_file ? 1 : 0

  project  = local.project
  location = var.location
  # The names of buckets are everybody's.
  name                        = "${local.short}-package-${substr(sha1("${local.project}/${var.location}"), 0, 8)}"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true
  labels                      = var.tags

  versioning {
    enabled = true
  }

  dynamic "encryption" {
    for_each = var.kms_key_name == null ? [] : [var.kms_key_name]
    content {
      default_kms_key_name = encryption.value
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.agents]
}

resource "google_storage_bucket_object" "package" {
  count = local.in_file ? 1 : 0

  bucket = google_storage_bucket.package[0].name
  # By content, never by time: the same zip built twice is not deployed twice.
  name   = "${replace(replace(trimsuffix(local.digest, "="), "/", "_"), "+", "-")}.zip"
  source = var.package.path

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_artifact_registry_repository" "build" {
  count = local.in_zip ? 1 : 0

  project       = local.project
  location      = var.location
  repository_id = "${var.name}-build"
  description   = "What Cloud Build makes of the function ${var.name}"
  format        = "DOCKER"
  kms_key_name  = var.kms_key_name
  labels        = var.tags

  depends_on = [google_project_service.apis, google_kms_crypto_key_iam_member.agents]
}

resource "google_service_account" "build" {
  count = local.in_zip ? 1 : 0

  project      = local.project
  account_id   = "${local.short}-build"
  display_name = "Builds the function ${var.name}"
}

resource "google_artifact_registry_repository_iam_member" "build" {
  count = local.in_zip ? 1 : 0

  project    = local.project
  location   = var.location
  repository = google_artifact_registry_repository.build[0].name
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.build[0].member
}

resource "google_storage_bucket_iam_member" "build" {
  count = local.in_zip ? 1 : 0

  bucket = local.source.bucket
  role   = "roles/storage.objectViewer"
  member = google_service_account.build[0].member
}

# Logs have no resource below the project.
resource "google_project_iam_member" "build" {
  count = local.in_zip ? 1 : 0

  project = local.project
  role    = "roles/logging.logWriter"
  member  = google_service_account.build[0].member
}

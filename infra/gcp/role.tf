# What the function may do: derived from its trigger, its sinks and where its model is, on these resources alone.

resource "google_service_account" "function" {
  project      = local.project
  account_id   = "${local.short}-run"
  display_name = "Runs the function ${var.name}"
}

locals {
  written = merge(var.sinks, { "-dead-letter" = local.dead_letter })

  model_bucket = coalesce(var.model.bucket, startswith(var.model.repository, "gs://") ? split("/", var.model.repository)[2] : "-")
  model_prefix = startswith(var.model.repository, "gs://") ? join("/", slice(split("/", trimsuffix(var.model.repository, "/")), 3, length(split("/", trimsuffix(var.model.repository, "/"))))) : ""

  # One binding a bucket and role, limited to a prefix where there is one.
  bucket_roles = merge(
    local.blob == null ? {} : {
      arrivals = { bucket = local.blob.bucket, prefix = local.blob.prefix, role = "roles/storage.objectViewer" }
    },
    local.model_bucket == "-" ? {} : {
      model = { bucket = local.model_bucket, prefix = local.model_prefix == "" ? "" : "${local.model_prefix}/", role = "roles/storage.objectViewer" }
    },
    {
      for name, sink in local.written : "sink${name}" => {
        bucket = sink.target
        prefix = trim(sink.prefix, "/") == "" ? "" : "${trim(sink.prefix, "/")}/"
        role   = "roles/storage.objectCreator"
      } if sink.kind == "gs"
    },
  )

  databases = toset([for sink in values(local.written) : sink.database if sink.kind == "firestore"])
}

resource "google_storage_bucket_iam_member" "function" {
  for_each = local.bucket_roles

  bucket = each.value.bucket
  role   = each.value.role
  member = google_service_account.function.member

  dynamic "condition" {
    for_each = each.value.prefix == "" ? [] : [each.value.prefix]
    content {
      title = "below ${condition.value}"
      # A list has the bucket for its resource, and says by an attribute what it lists.
      expression = join(" || ", [
        "resource.name.startsWith('projects/_/buckets/${each.value.bucket}/objects/${condition.value}')",
        "api.getAttribute('storage.googleapis.com/objectListPrefix', '').startsWith('${condition.value}')",
      ])
    }
  }
}

resource "google_pubsub_topic_iam_member" "function" {
  for_each = { for name, sink in local.written : name => sink.target if sink.kind == "pubsub" }

  project = split("/", each.value)[1]
  topic   = split("/", each.value)[3]
  role    = "roles/pubsub.publisher"
  member  = google_service_account.function.member
}

resource "google_bigquery_table_iam_member" "function" {
  for_each = { for name, sink in local.written : name => split(".", sink.target) if sink.kind == "bigquery" }

  project    = each.value[0]
  dataset_id = each.value[1]
  table_id   = each.value[2]
  role       = "roles/bigquery.dataEditor"
  member     = google_service_account.function.member
}

# Firestore has no roles below the project; the condition names the database.
resource "google_project_iam_member" "firestore" {
  for_each = local.databases

  project = local.project
  role    = "roles/datastore.user"
  member  = google_service_account.function.member

  condition {
    title      = "database ${each.value}"
    expression = "resource.name == 'projects/${local.project}/databases/${each.value}'"
  }
}

resource "google_secret_manager_secret_iam_member" "function" {
  for_each = toset([for secret in values(var.secrets) : secret.secret])

  project   = local.project
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function.member
}

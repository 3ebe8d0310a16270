# Google's own service agents: what they need before a trigger can be made, or the first apply fails.

locals {
  agents = {
    eventarc  = "serviceAccount:service-${local.number}@gcp-sa-eventarc.iam.gserviceaccount.com"
    pubsub    = "serviceAccount:service-${local.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    run       = "serviceAccount:service-${local.number}@serverless-robot-prod.iam.gserviceaccount.com"
    functions = "serviceAccount:service-${local.number}@gcf-admin-robot.iam.gserviceaccount.com"
    artifacts = "serviceAccount:service-${local.number}@gcp-sa-artifactregistry.iam.gserviceaccount.com"
    iap       = "serviceAccount:service-${local.number}@gcp-sa-iap.iam.gserviceaccount.com"
    storage   = one([for agent in data.google_storage_project_service_account.this : "serviceAccount:${agent.email_address}"])
  }

  apis = toset(concat(
    ["run.googleapis.com", "pubsub.googleapis.com", "iam.googleapis.com", "monitoring.googleapis.com", "logging.googleapis.com"],
    local.in_zip ? ["cloudfunctions.googleapis.com", "cloudbuild.googleapis.com", "artifactregistry.googleapis.com"] : [],
    local.by_event ? ["eventarc.googleapis.com"] : [],
    length(var.secrets) == 0 ? [] : ["secretmanager.googleapis.com"],
    local.authoriser == "iap" ? ["iap.googleapis.com"] : [],
  ))

  # Who encrypts and decrypts with a key of the user's.
  key_users = var.kms_key_name == null ? [] : concat(
    ["pubsub", "run"],
    local.in_zip ? ["functions", "artifacts"] : [],
    local.in_file ? ["storage"] : [],
  )
}

resource "google_project_service" "apis" {
  for_each = var.enable_apis ? local.apis : toset([])

  project            = local.project
  service            = each.value
  disable_on_destroy = false
}

data "google_storage_project_service_account" "this" {
  count = local.blob != null || (local.in_file && var.kms_key_name != null) ? 1 : 0

  project = local.project
}

# Eventarc's roles exist on the project only.
resource "google_project_iam_member" "eventarc_agent" {
  count = local.by_event ? 1 : 0

  project    = local.project
  role       = "roles/eventarc.serviceAgent"
  member     = local.agents.eventarc
  depends_on = [google_project_service.apis]
}

resource "google_project_iam_member" "receive_events" {
  count = local.by_event ? 1 : 0

  project = local.project
  role    = "roles/eventarc.eventReceiver"
  member  = google_service_account.caller[0].member
}

# Eventarc makes the topic that the bucket writes to, so there is none to name.
resource "google_project_iam_member" "storage_publishes" {
  count = try(local.blob.via, "") == "eventarc" ? 1 : 0

  project = local.project
  role    = "roles/pubsub.publisher"
  member  = local.agents.storage
}

# Pub/Sub signs the token of a push as the caller.
resource "google_service_account_iam_member" "pubsub_signs" {
  count = local.http == null ? 1 : 0

  service_account_id = google_service_account.caller[0].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.agents.pubsub
  depends_on         = [google_project_service.apis]
}

# What Pub/Sub gives up on, it takes from the one and writes to the other.
resource "google_pubsub_topic_iam_member" "dead_letters" {
  count = local.by_push ? 1 : 0

  project    = local.project
  topic      = google_pubsub_topic.failures.name
  role       = "roles/pubsub.publisher"
  member     = local.agents.pubsub
  depends_on = [google_project_service.apis]
}

resource "google_pubsub_subscription_iam_member" "dead_letters" {
  count = local.by_push ? 1 : 0

  project      = local.project
  subscription = google_pubsub_subscription.events[0].name
  role         = "roles/pubsub.subscriber"
  member       = local.agents.pubsub
}

resource "google_pubsub_topic_iam_member" "bucket" {
  count = try(local.blob.via, "") == "pubsub" ? 1 : 0

  project = local.project
  topic   = google_pubsub_topic.arrivals[0].name
  role    = "roles/pubsub.publisher"
  member  = local.agents.storage
}

resource "google_kms_crypto_key_iam_member" "agents" {
  for_each = toset(local.key_users)

  crypto_key_id = var.kms_key_name
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = local.agents[each.value]
  depends_on    = [google_project_service.apis]
}

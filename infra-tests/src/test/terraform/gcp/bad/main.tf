# One flaw a rule, each with the sentence that the policy has for it.

terraform {
  required_providers {
    google = {
      source = "hashicorp/google"
    }
  }
}

variable "package" {
  type = string
}

variable "project" {
  type = string
}

# deny: google_project_iam_member.editor gives roles/editor: basic roles are for people
# deny: google_project_iam_member.editor gives roles/editor on the whole project: name the resource
resource "google_project_iam_member" "editor" {
  project = var.project
  role    = "roles/editor"
  member  = "serviceAccount:x@thaw-test.iam.gserviceaccount.com"
}

# deny: google_project_iam_member.publisher lets a service of the user's publish on every topic
resource "google_project_iam_member" "publisher" {
  project = var.project
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:x@thaw-test.iam.gserviceaccount.com"
}

# deny: google_storage_bucket_iam_member.admin gives roles/storage.admin: a role of administrators
resource "google_storage_bucket_iam_member" "admin" {
  bucket = "pictures"
  role   = "roles/storage.admin"
  member = "serviceAccount:x@thaw-test.iam.gserviceaccount.com"
}

# deny: google_pubsub_topic_iam_binding.all replaces what others have been given: use _iam_member
resource "google_pubsub_topic_iam_binding" "all" {
  topic   = "alerts"
  role    = "roles/pubsub.publisher"
  members = ["serviceAccount:x@thaw-test.iam.gserviceaccount.com"]
}

# deny: google_cloud_run_v2_service.bad runs as the project's default account: set its service account
# deny: google_cloud_run_v2_service.bad does not check who calls: leave invoker_iam_disabled
# deny: bad has no alarm on errors
# deny: bad has no alarm on failures
resource "google_cloud_run_v2_service" "bad" {
  name                 = "bad"
  location             = "europe-west3"
  invoker_iam_disabled = true

  template {
    containers {
      image = "x:1"
    }
  }
}

# deny: google_cloud_run_v2_service_iam_member.all is open to everybody
resource "google_cloud_run_v2_service_iam_member" "all" {
  name     = google_cloud_run_v2_service.bad.name
  location = "europe-west3"
  role     = "roles/run.invoker"
  member   = "allUsers"
}

# deny: google_service_account_key.key makes a key that leaks: use the service account itself
resource "google_service_account_key" "key" {
  service_account_id = "x"
}

# deny: google_pubsub_subscription.push has no dead letters: set dead_letter_policy
# deny: google_pubsub_subscription.push calls without a token: set push_config.oidc_token
# deny: google_pubsub_subscription.push retries at once and for ever: set retry_policy
# deny: google_pubsub_subscription.push vanishes when nobody reads it for a month: set expiration_policy
resource "google_pubsub_subscription" "push" {
  name  = "push"
  topic = "sentences"

  push_config {
    push_endpoint = "https://example.com"
  }
}

# deny: google_pubsub_topic.failures keeps nothing: it has no subscription
resource "google_pubsub_topic" "failures" {
  name = "bad-failures"
}

# deny: google_storage_bucket.open can be made public: set uniform_bucket_level_access and public_access_prevention
resource "google_storage_bucket" "open" {
  name     = "open"
  location = "EU"
}

# deny: google_eventarc_trigger.early can come before the roles of Google's agents, and then fails: set depends_on
resource "google_eventarc_trigger" "early" {
  name     = "early"
  location = "europe-west3"

  matching_criteria {
    attribute = "type"
    value     = "google.cloud.storage.object.v1.finalized"
  }

  destination {
    cloud_run_service {
      service = "bad"
      region  = "europe-west3"
    }
  }
}

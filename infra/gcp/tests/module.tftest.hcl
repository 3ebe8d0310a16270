# What the module makes of each trigger, and whom it lets do what.

mock_provider "google" {
  mock_data "google_project" {
    defaults = { id = "projects/thaw-test", number = "123456789012" }
  }

  mock_data "google_storage_project_service_account" {
    defaults = { email_address = "service-123456789012@gs-project-accounts.iam.gserviceaccount.com" }
  }

  mock_resource "google_service_account" {
    defaults = {
      name   = "projects/thaw-test/serviceAccounts/digits@thaw-test.iam.gserviceaccount.com"
      id     = "projects/thaw-test/serviceAccounts/digits@thaw-test.iam.gserviceaccount.com"
      email  = "digits@thaw-test.iam.gserviceaccount.com"
      member = "serviceAccount:digits@thaw-test.iam.gserviceaccount.com"
    }
  }

  mock_resource "google_pubsub_topic" {
    defaults = { id = "projects/thaw-test/topics/digits-topic" }
  }

  mock_resource "google_cloudfunctions2_function" {
    defaults = { url = "https://digits-x.a.run.app" }
  }

  mock_resource "google_cloud_run_v2_service" {
    defaults = { uri = "https://digits-x.a.run.app", uid = "uid-1" }
  }
}

variables {
  name     = "digits"
  location = "europe-west3"
  package  = { image = "europe-west3-docker.pkg.dev/thaw-test/functions/digits:3" }
  model    = { name = "digits" }
  trigger  = { blob = { bucket = "pictures" } }
}

run "an_upload_calls_the_function_after_the_agents_have_their_roles" {
  assert {
    condition     = one([for criterion in google_eventarc_trigger.events[0].matching_criteria : criterion.value if criterion.attribute == "bucket"]) == "pictures" && google_eventarc_trigger.events[0].destination[0].cloud_run_service[0].service == "digits"
    error_message = "The trigger watches another bucket, or calls another service."
  }

  assert {
    condition     = google_project_iam_member.eventarc_agent[0].role == "roles/eventarc.serviceAgent" && google_project_iam_member.storage_publishes[0].member == "serviceAccount:service-123456789012@gs-project-accounts.iam.gserviceaccount.com" && google_project_iam_member.receive_events[0].role == "roles/eventarc.eventReceiver"
    error_message = "An agent has no role, so the first apply fails."
  }

  assert {
    condition     = google_cloud_run_v2_service.this[0].ingress == "INGRESS_TRAFFIC_INTERNAL_ONLY" && join(" ", keys(google_cloud_run_v2_service_iam_member.invoker)) == "caller"
    error_message = "Others than Eventarc can call."
  }

  assert {
    condition     = google_storage_bucket_iam_member.function["arrivals"].role == "roles/storage.objectViewer" && length(google_storage_bucket_iam_member.function["arrivals"].condition) == 0
    error_message = "The function cannot read what lands."
  }
}

run "a_bucket_writes_to_a_topic" {
  variables {
    trigger = { blob = { bucket = "pictures", via = "pubsub", prefix = "in/", max_receives = 7 } }
  }

  assert {
    condition     = google_storage_notification.arrivals[0].object_name_prefix == "in/" && google_pubsub_topic_iam_member.bucket[0].role == "roles/pubsub.publisher"
    error_message = "The bucket cannot tell of its objects."
  }

  assert {
    condition     = google_pubsub_subscription.events[0].dead_letter_policy[0].max_delivery_attempts == 7 && google_pubsub_subscription.events[0].dead_letter_policy[0].dead_letter_topic == google_pubsub_topic.failures.id
    error_message = "What Pub/Sub gives up on is lost."
  }

  assert {
    condition     = length(google_eventarc_trigger.events) == 0 && length(google_project_iam_member.storage_publishes) == 0
    error_message = "There are two triggers, or a role on the whole project."
  }

  assert {
    condition     = strcontains(google_storage_bucket_iam_member.function["arrivals"].condition[0].expression, "projects/_/buckets/pictures/objects/in/")
    error_message = "More than the prefix is read."
  }
}

run "a_topic_is_pushed_with_a_token" {
  variables {
    timeout_seconds = 60
    trigger         = { stream = { topic = "projects/other/topics/sentences", ordered = true, minimum_backoff = 5, maximum_backoff = 60 } }
  }

  assert {
    condition     = google_pubsub_subscription.events[0].topic == "projects/other/topics/sentences" && google_pubsub_subscription.events[0].enable_message_ordering && google_pubsub_subscription.events[0].push_config[0].push_endpoint == "https://digits-x.a.run.app"
    error_message = "The push goes elsewhere."
  }

  assert {
    condition     = google_pubsub_subscription.events[0].push_config[0].oidc_token[0].service_account_email == google_service_account.caller[0].email && google_service_account_iam_member.pubsub_signs[0].role == "roles/iam.serviceAccountTokenCreator"
    error_message = "Pub/Sub cannot sign as the caller."
  }

  assert {
    condition     = google_pubsub_subscription.events[0].ack_deadline_seconds == 70 && google_pubsub_subscription.events[0].retry_policy[0].minimum_backoff == "5s" && google_pubsub_subscription.events[0].expiration_policy[0].ttl == ""
    error_message = "A message comes again while it is worked on, or at once, or the subscription vanishes."
  }

  assert {
    condition     = google_pubsub_topic_iam_member.dead_letters[0].role == "roles/pubsub.publisher" && google_pubsub_subscription_iam_member.dead_letters[0].role == "roles/pubsub.subscriber"
    error_message = "Pub/Sub's agent cannot move dead letters."
  }

  assert {
    condition     = contains(keys(google_monitoring_alert_policy.figure), "lag")
    error_message = "Nobody hears that the function lags."
  }
}

run "a_topic_through_eventarc" {
  variables {
    trigger = { stream = { topic = "projects/thaw-test/topics/sentences", via = "eventarc" } }
  }

  assert {
    condition     = google_eventarc_trigger.events[0].transport[0].pubsub[0].topic == "projects/thaw-test/topics/sentences" && length(google_pubsub_subscription.events) == 0
    error_message = "Eventarc reads another topic."
  }
}

run "requests_of_those_who_may" {
  variables {
    trigger = { http = { authoriser = { kind = "iam", members = ["group:doctors@example.com"] }, cors_origins = ["https://example.com"] } }
  }

  assert {
    condition     = google_cloud_run_v2_service_iam_member.invoker["group:doctors@example.com"].role == "roles/run.invoker" && length(google_cloud_run_v2_service_iam_member.invoker) == 1
    error_message = "Others may call."
  }

  assert {
    condition     = length(google_service_account.caller) == 0 && length(google_eventarc_trigger.events) + length(google_pubsub_subscription.events) == 0
    error_message = "There is a second trigger."
  }
}

run "a_browser_s_sign_in_in_front" {
  variables {
    trigger = { http = { authoriser = { kind = "iap", members = ["group:doctors@example.com"] } } }
  }

  assert {
    condition     = google_cloud_run_v2_service.this[0].iap_enabled && google_cloud_run_v2_service_iam_member.invoker["iap"].member == "serviceAccount:service-123456789012@gcp-sa-iap.iam.gserviceaccount.com"
    error_message = "IAP cannot call the service."
  }

  assert {
    condition     = google_iap_web_cloud_run_service_iam_member.member["group:doctors@example.com"].role == "roles/iap.httpsResourceAccessor"
    error_message = "Members cannot pass IAP."
  }
}

run "a_zip_becomes_a_function" {
  variables {
    package         = { gcs = { bucket = "packages", object = "digits.zip", generation = 7 } }
    min_instances   = 2
    max_concurrency = 10
  }

  assert {
    condition     = google_cloudfunctions2_function.this[0].build_config[0].entry_point == "thaw.gcp.CloudFunction" && google_cloudfunctions2_function.this[0].build_config[0].runtime == "java21" && google_cloudfunctions2_function.this[0].build_config[0].source[0].storage_source[0].generation == 7
    error_message = "Another class, Java or zip is deployed."
  }

  assert {
    condition     = google_cloudfunctions2_function.this[0].service_config[0].min_instance_count == 2 && google_cloudfunctions2_function.this[0].service_config[0].max_instance_count == 10 && google_cloudfunctions2_function.this[0].service_config[0].max_instance_request_concurrency == 80
    error_message = "Got ${jsonencode(google_cloudfunctions2_function.this[0].service_config[0])}"
  }

  assert {
    condition     = length(google_cloudfunctions2_function.this[0].event_trigger) == 0 && length(google_cloud_run_v2_service.this) == 0
    error_message = "The function has a trigger of its own, which would deliver everything twice."
  }

  assert {
    condition     = google_storage_bucket_iam_member.build[0].role == "roles/storage.objectViewer" && google_artifact_registry_repository_iam_member.build[0].role == "roles/artifactregistry.writer"
    error_message = "The build has not what it needs."
  }
}

run "an_image_starts_with_more_processors" {
  variables {
    cpu           = 2
    memory_mb     = 4096
    min_instances = 1
    model         = { name = "digits", repository = "/mnt/models/prod", bucket = "models" }
    network       = { subnetwork = "functions", egress = "all" }
    secrets       = { TOKEN = { secret = "token", version = "3" } }
  }

  assert {
    condition     = google_cloud_run_v2_service.this[0].template[0].containers[0].resources[0].startup_cpu_boost && google_cloud_run_v2_service.this[0].template[0].scaling[0].min_instance_count == 1 && google_cloud_run_v2_service.this[0].template[0].max_instance_request_concurrency == 80
    error_message = "The template's settings are lost."
  }

  assert {
    condition     = google_cloud_run_v2_service.this[0].template[0].volumes[0].gcs[0].read_only && google_cloud_run_v2_service.this[0].template[0].containers[0].volume_mounts[0].mount_path == "/mnt/models" && google_storage_bucket_iam_member.function["model"].bucket == "models"
    error_message = "The models are not mounted."
  }

  assert {
    condition     = google_cloud_run_v2_service.this[0].template[0].vpc_access[0].egress == "ALL_TRAFFIC"
    error_message = "Traffic bypasses the network."
  }

  assert {
    condition     = google_secret_manager_secret_iam_member.function["token"].role == "roles/secretmanager.secretAccessor" && length([for env in google_cloud_run_v2_service.this[0].template[0].containers[0].env : env if env.name == "TOKEN" && try(env.value_source[0].secret_key_ref[0].version, "") == "3"]) == 1
    error_message = "The secret is not read from Secret Manager."
  }
}

run "tells_the_function_where_things_are" {
  variables {
    model  = { name = "digits@prod", repository = "gs://models/prod" }
    limits = { batch_rows = 64, time_seconds = 20 }
    sinks = {
      labels = { kind = "firestore", target = "labels", database = "results" }
      files  = { kind = "gs", target = "results", prefix = "digits/" }
      rows   = { kind = "bigquery", target = "thaw-test.results.rows" }
      alerts = { kind = "pubsub", target = "projects/thaw-test/topics/alerts", label = "not ok", threshold = 0.5 }
    }
    environment = { JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC" }
  }

  assert {
    condition = { for env in google_cloud_run_v2_service.this[0].template[0].containers[0].env : env.name => env.value } == {
      GOOGLE_CLOUD_PROJECT    = "thaw-test"
      JAVA_TOOL_OPTIONS       = "-XX:+UseSerialGC"
      THAW_FUNCTION           = "digits"
      THAW_TRIGGER            = "blob"
      THAW_MODEL              = "digits@prod"
      THAW_MODELS             = "gs://models/prod"
      THAW_LOG_LEVEL          = "INFO"
      THAW_SINKS              = "alerts,files,labels,rows"
      THAW_SINK_LABELS        = "firestore:results/labels"
      THAW_SINK_FILES         = "gs://results/digits"
      THAW_SINK_ROWS          = "bigquery:thaw-test.results.rows"
      THAW_SINK_ALERTS        = "pubsub:projects/thaw-test/topics/alerts?label=not+ok&threshold=0.5"
      THAW_DEAD_LETTER        = "pubsub:projects/thaw-test/topics/digits-topic"
      THAW_LIMIT_BATCH_ROWS   = "64"
      THAW_LIMIT_TIME_SECONDS = "20"
    }
    error_message = "Got ${jsonencode({ for env in google_cloud_run_v2_service.this[0].template[0].containers[0].env : env.name => env.value })}"
  }

  assert {
    condition     = google_bigquery_table_iam_member.function["rows"].table_id == "rows" && google_project_iam_member.firestore["results"].condition[0].expression == "resource.name == 'projects/thaw-test/databases/results'" && strcontains(google_storage_bucket_iam_member.function["sinkfiles"].condition[0].expression, "/objects/digits/") && google_pubsub_topic_iam_member.function["alerts"].topic == "alerts"
    error_message = "A sink is written with more than its own role."
  }

  assert {
    condition     = strcontains(google_storage_bucket_iam_member.function["model"].condition[0].expression, "projects/_/buckets/models/objects/prod/")
    error_message = "More than the model's prefix is read."
  }
}

run "encrypts_with_the_key_that_is_given" {
  variables {
    kms_key_name = "projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k"
  }

  assert {
    condition     = alltrue([for key in [google_cloud_run_v2_service.this[0].template[0].encryption_key, google_pubsub_topic.failures.kms_key_name] : key == "projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k"]) && join(" ", keys(google_kms_crypto_key_iam_member.agents)) == "pubsub run"
    error_message = "Something is encrypted with another key, or an agent may not use it."
  }
}

run "alarms_whom_it_is_told" {
  variables {
    alarms = { channels = ["projects/thaw-test/notificationChannels/1"], throttles = 0 }
  }

  assert {
    condition     = alltrue([for alarm in values(google_monitoring_alert_policy.figure) : alarm.notification_channels == tolist(["projects/thaw-test/notificationChannels/1"])]) && join(" ", keys(google_monitoring_alert_policy.figure)) == "comes-again duration errors failures lag set-aside"
    error_message = "Got ${join(", ", keys(google_monitoring_alert_policy.figure))}"
  }
}

run "figures_of_the_function_s_own_lines" {
  variables {
    alarms = { cold_start_ms = 4000 }
  }

  assert {
    condition     = google_logging_metric.line["set-aside"].filter == "resource.type = \"cloud_run_revision\" AND resource.labels.service_name = \"digits\" AND jsonPayload.message = \"item set aside\"" && google_logging_metric.line["set-aside"].metric_descriptor[0].value_type == "INT64"
    error_message = "Other lines are counted, or lines of other functions."
  }

  assert {
    condition     = google_logging_metric.line["cold-start"].value_extractor == "EXTRACT(jsonPayload.init_ms)" && google_logging_metric.line["cold-start"].metric_descriptor[0].value_type == "DISTRIBUTION" && length(google_logging_metric.line["cold-start"].bucket_options) == 1
    error_message = "Nobody sees how long starts take."
  }

  assert {
    condition     = alltrue([for metric in values(google_logging_metric.line) : join(" ", try(keys(metric.label_extractors), [])) == join(" ", [for label in metric.metric_descriptor[0].labels : label.key])])
    error_message = "A label is extracted that is not declared."
  }

  assert {
    condition     = strcontains(google_monitoring_alert_policy.figure["set-aside"].conditions[0].condition_threshold[0].filter, "logging.googleapis.com/user/digits-set-aside") && google_monitoring_alert_policy.figure["set-aside"].conditions[0].condition_threshold[0].threshold_value == 0 && google_monitoring_alert_policy.figure["cold-start"].conditions[0].condition_threshold[0].threshold_value == 4000
    error_message = "One item set aside, or a slow start, alarms nobody."
  }
}

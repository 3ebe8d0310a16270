# Every rule of the variables refuses what it is for, before anything is planned.

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

run "refuses_a_name_with_capitals" {
  command = plan

  variables {
    name = "Digits"
  }

  expect_failures = [var.name]
}

run "refuses_a_zone" {
  command = plan

  variables {
    location = "europe-west3-a"
  }

  expect_failures = [var.location]
}

run "refuses_the_number_of_a_project" {
  command = plan

  variables {
    project = "123456789012"
  }

  expect_failures = [var.project]
}

run "refuses_a_long_description" {
  command = plan

  variables {
    description = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
  }

  expect_failures = [var.description]
}

run "refuses_no_package" {
  command = plan

  variables {
    package = {}
  }

  expect_failures = [var.package]
}

run "refuses_two_packages" {
  command = plan

  variables {
    package = { path = "versions.tf", image = "x:1" }
  }

  expect_failures = [var.package]
}

run "refuses_a_zip_in_a_bucket_without_a_generation" {
  command = plan

  variables {
    package = { gcs = { bucket = "b", object = "o" } }
  }

  expect_failures = [var.package]
}

run "refuses_a_digest_in_hexadecimal" {
  command = plan

  variables {
    package = { path = "versions.tf", sha256 = "abababababababababababababababababababababababababababababababab" }
  }

  expect_failures = [var.package]
}

run "refuses_a_handler_that_is_a_file" {
  command = plan

  variables {
    handler = "lib/app.jar"
  }

  expect_failures = [var.handler]
}

run "refuses_java_99" {
  command = plan

  variables {
    runtime = "java99"
  }

  expect_failures = [var.runtime]
}

run "refuses_a_model_with_a_space" {
  command = plan

  variables {
    model = { name = "my model" }
  }

  expect_failures = [var.model]
}

run "refuses_a_repository_on_another_cloud" {
  command = plan

  variables {
    model = { name = "digits", repository = "s3://models/prod" }
  }

  expect_failures = [var.model]
}

run "refuses_a_mounted_bucket_of_a_function" {
  command = plan

  variables {
    package = { gcs = { bucket = "b", object = "o", generation = 1 } }
    model   = { name = "digits", repository = "/mnt/models", bucket = "models" }
  }

  expect_failures = [var.model]
}

run "refuses_a_model_larger_than_the_memory" {
  command = plan

  variables {
    model = { name = "digits", repository = "gs://models/prod", size_mb = 900 }
  }

  expect_failures = [var.model]
}

run "refuses_the_module_s_own_environment" {
  command = plan

  variables {
    environment = { THAW_MODEL = "x" }
  }

  expect_failures = [var.environment]
}

run "refuses_cloud_run_s_own_environment" {
  command = plan

  variables {
    environment = { PORT = "80" }
  }

  expect_failures = [var.environment]
}

run "refuses_a_secret_s_value" {
  command = plan

  variables {
    secrets = { TOKEN = { secret = "pass word" } }
  }

  expect_failures = [var.secrets]
}

run "refuses_a_secret_that_is_in_the_environment" {
  command = plan

  variables {
    environment = { TOKEN = "x" }
    secrets     = { TOKEN = { secret = "token" } }
  }

  expect_failures = [var.secrets]
}

run "refuses_a_limit_of_nothing" {
  command = plan

  variables {
    limits = { batch_rows = 0 }
  }

  expect_failures = [var.limits]
}

run "refuses_a_limit_beyond_the_timeout" {
  command = plan

  variables {
    limits = { time_seconds = 28 }
  }

  expect_failures = [var.limits]
}

run "refuses_a_body_of_a_gigabyte" {
  command = plan

  variables {
    limits = { body_bytes = 1073741824 }
  }

  expect_failures = [var.limits]
}

run "refuses_memory_of_333" {
  command = plan

  variables {
    memory_mb = 333
  }

  expect_failures = [var.memory_mb]
}

run "refuses_more_memory_than_one_processor_has" {
  command = plan

  variables {
    memory_mb = 8192
  }

  expect_failures = [var.memory_mb]
}

run "refuses_less_memory_than_eight_processors_need" {
  command = plan

  variables {
    cpu = 8
  }

  expect_failures = [var.memory_mb]
}

run "refuses_half_a_processor" {
  command = plan

  variables {
    cpu = 0.5
  }

  expect_failures = [var.cpu]
}

run "refuses_a_timeout_of_a_day" {
  command = plan

  variables {
    timeout_seconds = 86400
  }

  expect_failures = [var.timeout_seconds]
}

run "refuses_a_timeout_beyond_pub_sub_s" {
  command = plan

  variables {
    timeout_seconds = 600
  }

  expect_failures = [var.timeout_seconds]
}

run "refuses_less_than_no_instances" {
  command = plan

  variables {
    min_instances = -1
  }

  expect_failures = [var.min_instances]
}

run "refuses_more_ready_than_allowed" {
  command = plan

  variables {
    min_instances   = 5
    max_concurrency = 2
  }

  expect_failures = [var.max_concurrency]
}

run "refuses_no_instances_at_all" {
  command = plan

  variables {
    max_concurrency = 0
  }

  expect_failures = [var.max_concurrency]
}

run "refuses_no_requests" {
  command = plan

  variables {
    requests_per_instance = 0
  }

  expect_failures = [var.requests_per_instance]
}

run "refuses_a_network_without_a_subnetwork" {
  command = plan

  variables {
    network = { subnetwork = "" }
  }

  expect_failures = [var.network]
}

run "refuses_another_egress" {
  command = plan

  variables {
    network = { subnetwork = "s", egress = "some" }
  }

  expect_failures = [var.network]
}

run "refuses_a_version_of_a_key" {
  command = plan

  variables {
    kms_key_name = "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1"
  }

  expect_failures = [var.kms_key_name]
}

run "refuses_logs_for_ever" {
  command = plan

  variables {
    log_retention_days = 0
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_a_level_that_is_not_one" {
  command = plan

  variables {
    log_level = "LOUD"
  }

  expect_failures = [var.log_level]
}

run "refuses_a_label_with_capitals" {
  command = plan

  variables {
    tags = { Team = "vision" }
  }

  expect_failures = [var.tags]
}

run "refuses_no_trigger" {
  command = plan

  variables {
    trigger = {}
  }

  expect_failures = [var.trigger]
}

run "refuses_two_triggers" {
  command = plan

  variables {
    trigger = { blob = { bucket = "pictures" }, http = { authoriser = { kind = "none" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_another_authoriser" {
  command = plan

  variables {
    trigger = { http = { authoriser = { kind = "jwt" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_iap_in_front_of_a_function" {
  command = plan

  variables {
    package = { gcs = { bucket = "b", object = "o", generation = 1 } }
    trigger = { http = { authoriser = { kind = "iap", members = ["group:a@example.com"] } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_everybody_as_a_member" {
  command = plan

  variables {
    trigger = { http = { authoriser = { kind = "iam", members = ["allUsers"] } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_members_of_an_open_function" {
  command = plan

  variables {
    trigger = { http = { authoriser = { kind = "none", members = ["user:a@example.com"] } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_an_audience_of_a_function" {
  command = plan

  variables {
    package = { gcs = { bucket = "b", object = "o", generation = 1 } }
    trigger = { http = { authoriser = { kind = "iam", audience = ["digits"] } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_another_ingress" {
  command = plan

  variables {
    trigger = { http = { ingress = "vpn", authoriser = { kind = "iam" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_bucket_by_its_url" {
  command = plan

  variables {
    trigger = { blob = { bucket = "gs://pictures" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_way_that_is_not_one" {
  command = plan

  variables {
    trigger = { blob = { bucket = "pictures", via = "pigeon" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_prefix_by_eventarc" {
  command = plan

  variables {
    trigger = { blob = { bucket = "pictures", prefix = "in/" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_suffix" {
  command = plan

  variables {
    trigger = { blob = { bucket = "pictures", via = "pubsub", suffix = ".png" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_stream_of_another_kind" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", topic = "projects/p/topics/sentences" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_topic_by_its_name" {
  command = plan

  variables {
    trigger = { stream = { topic = "sentences" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_way_of_messages_that_is_not_one" {
  command = plan

  variables {
    trigger = { stream = { topic = "projects/p/topics/sentences", via = "pull" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_order_by_eventarc" {
  command = plan

  variables {
    trigger = { stream = { topic = "projects/p/topics/sentences", via = "eventarc", ordered = true } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_backoff_that_shrinks" {
  command = plan

  variables {
    trigger = { stream = { topic = "projects/p/topics/sentences", minimum_backoff = 60, maximum_backoff = 10 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_two_deliveries" {
  command = plan

  variables {
    trigger = { stream = { topic = "projects/p/topics/sentences", max_receives = 2 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_messages_of_a_minute" {
  command = plan

  variables {
    trigger = { stream = { topic = "projects/p/topics/sentences", maximum_age_seconds = 60 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_sink_with_a_dash" {
  command = plan

  variables {
    sinks = { my-table = { kind = "firestore", target = "labels" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_sink_of_another_kind" {
  command = plan

  variables {
    sinks = { table = { kind = "dynamodb", target = "labels" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_table_without_its_dataset" {
  command = plan

  variables {
    sinks = { table = { kind = "bigquery", target = "labels" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_threshold_of_two" {
  command = plan

  variables {
    sinks = { alerts = { kind = "pubsub", target = "projects/p/topics/alerts", threshold = 2 } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_prefix_of_a_topic" {
  command = plan

  variables {
    sinks = { results = { kind = "pubsub", target = "projects/p/topics/results", prefix = "x" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_dead_letter_of_another_kind" {
  command = plan

  variables {
    dead_letter = { kind = "mail", target = "me@example.com" }
  }

  expect_failures = [var.dead_letter]
}

run "refuses_a_dead_letter_by_its_name" {
  command = plan

  variables {
    dead_letter = { kind = "pubsub", target = "failures" }
  }

  expect_failures = [var.dead_letter]
}

run "refuses_failures_for_a_year" {
  command = plan

  variables {
    failure_retention_days = 365
  }

  expect_failures = [var.failure_retention_days]
}

run "refuses_an_alarm_to_a_mail_address" {
  command = plan

  variables {
    alarms = { channels = ["me@example.com"] }
  }

  expect_failures = [var.alarms]
}

run "refuses_an_alarm_above_all" {
  command = plan

  variables {
    alarms = { error_percent = 101 }
  }

  expect_failures = [var.alarms]
}

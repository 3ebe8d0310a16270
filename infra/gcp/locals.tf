data "google_project" "this" {
  project_id = var.project
}

locals {
  project = trimprefix(data.google_project.this.id, "projects/")
  number  = data.google_project.this.number

  kind     = one([for kind in ["http", "blob", "stream"] : kind if var.trigger[kind] != null])
  http     = var.trigger.http
  blob     = var.trigger.blob
  stream   = var.trigger.stream
  in_zip   = var.package.image == null
  in_file  = var.package.path != null
  by_event = try(local.blob.via, local.stream.via, "") == "eventarc"
  by_push  = contains(["pubsub", "push"], try(local.blob.via, local.stream.via, ""))

  # One entry point for all triggers; THAW_TRIGGER says which.
  handler = coalesce(var.handler, "thaw.gcp.CloudFunction")

  # A function is a Cloud Run service too, of the same name.
  service = one(concat(google_cloudfunctions2_function.this[*].name, google_cloud_run_v2_service.this[*].name))
  uri     = one(concat([for function in google_cloudfunctions2_function.this : function.service_config[0].uri], google_cloud_run_v2_service.this[*].uri))

  # What has at most 30 characters, told apart by a digest where the name is longer.
  short = length(var.name) <= 24 ? var.name : "${substr(var.name, 0, 17)}-${substr(sha1(var.name), 0, 6)}"
}

# Who may call the function.

resource "google_service_account" "caller" {
  count = local.http == null ? 1 : 0

  project      = local.project
  account_id   = "${local.short}-call"
  display_name = "Calls the function ${var.name} for its trigger"
}

locals {
  authoriser = try(local.http.authoriser.kind, "")
  members    = toset(try(local.http.authoriser.members, []))

  invokers = merge(
    { for account in google_service_account.caller : "caller" => account.member },
    { for member in local.members : member => member if local.authoriser == "iam" },
    { for agent in [local.agents.iap] : "iap" => agent if local.authoriser == "iap" },
    { for everybody in ["allUsers"] : "everybody" => everybody if local.authoriser == "none" },
  )
}

# A service that is replaced has lost its bindings, and Terraform would not notice: they are replaced with it.
resource "terraform_data" "service" {
  triggers_replace = concat(google_cloud_run_v2_service.this[*].uid, google_cloudfunctions2_function.this[*].url)
}

resource "google_cloud_run_v2_service_iam_member" "invoker" {
  for_each = local.invokers

  project  = local.project
  location = var.location
  name     = local.service
  role     = "roles/run.invoker"
  member   = each.value

  lifecycle {
    replace_triggered_by = [terraform_data.service]
  }
}

resource "google_iap_web_cloud_run_service_iam_member" "member" {
  for_each = local.authoriser == "iap" ? local.members : toset([])

  project                = local.project
  location               = var.location
  cloud_run_service_name = local.service
  role                   = "roles/iap.httpsResourceAccessor"
  member                 = each.value

  lifecycle {
    replace_triggered_by = [terraform_data.service]
  }
}

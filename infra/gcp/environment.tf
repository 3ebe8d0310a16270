# What the function reads at its start.

locals {
  dead_letter = coalesce(var.dead_letter, {
    kind     = "pubsub"
    target   = google_pubsub_topic.failures.id
    prefix   = ""
    database = "(default)"
  })

  places = {
    for name, sink in merge(var.sinks, { "-dead-letter" = local.dead_letter }) : name => {
      gs        = "gs://${join("/", compact([sink.target, trim(sink.prefix, "/")]))}"
      pubsub    = "pubsub:${sink.target}"
      firestore = "firestore:${sink.database == "(default)" ? "" : "${sink.database}/"}${sink.target}"
      bigquery  = "bigquery:${sink.target}"
    }[sink.kind]
  }

  alert_terms = {
    for name, sink in var.sinks : name => join("&", compact([
      sink.label == null ? "" : "label=${urlencode(coalesce(sink.label, "-"))}",
      sink.threshold == null ? "" : "threshold=${coalesce(sink.threshold, 0)}",
    ]))
  }

  environment = merge(
    var.environment,
    {
      GOOGLE_CLOUD_PROJECT = local.project
      THAW_FUNCTION        = var.name
      THAW_TRIGGER         = local.kind
      THAW_MODEL           = var.model.name
      THAW_MODELS          = var.model.repository
      THAW_LOG_LEVEL       = var.log_level
      THAW_DEAD_LETTER     = local.places["-dead-letter"]
    },
    length(var.sinks) == 0 ? {} : { THAW_SINKS = join(",", keys(var.sinks)) },
    { for name, sink in var.sinks : "THAW_SINK_${upper(name)}" => join("?", compact([local.places[name], local.alert_terms[name]])) },
    { for name, value in var.limits : "THAW_LIMIT_${upper(name)}" => tostring(value) if value != null },
    length(try(local.http.cors_origins, [])) == 0 ? {} : { THAW_CORS_ORIGINS = join(",", local.http.cors_origins) },
  )
}

# What the function reads at its start.

locals {
  # From what an ARN names to what a client is given.
  locators = {
    for name, sink in merge(var.sinks, { "-dead-letter" = local.dead_letter }) : name => {
      dynamodb    = element(split("/", sink.arn), 1)
      s3          = "s3://${join("/", compact([element(split(":", sink.arn), 5), trim(sink.prefix, "/")]))}"
      kinesis     = element(split("/", sink.arn), 1)
      sqs         = local.queue_urls[name]
      sns         = sink.arn
      eventbridge = element(split("/", sink.arn), 1)
    }[sink.kind]
  }

  queue_urls = {
    for name, sink in merge(var.sinks, { "-dead-letter" = local.dead_letter }) : name => format(
      "https://sqs.%s.%s/%s/%s",
      element(split(":", sink.arn), 3), data.aws_partition.current.dns_suffix,
      element(split(":", sink.arn), 4), element(split(":", sink.arn), 5)
    )
  }

  alert_terms = {
    for name, sink in var.sinks : name => join("&", compact([
      sink.label == null ? "" : "label=${urlencode(coalesce(sink.label, "-"))}",
      sink.threshold == null ? "" : "threshold=${coalesce(sink.threshold, 0)}",
    ]))
  }

  sink_environment = {
    for name, sink in var.sinks : "THAW_SINK_${upper(name)}" => join("?", compact([
      sink.kind == "s3" ? local.locators[name] : "${sink.kind}:${local.locators[name]}",
      local.alert_terms[name],
    ]))
  }

  limit_environment = {
    for name, value in var.limits : "THAW_LIMIT_${upper(name)}" => tostring(value) if value != null
  }

  early_options = "-agentpath:/var/task/native/libthaw_start.so=${var.model.repository}/start.plan -Dthaw.early=true"

  environment = merge(
    var.environment,
    var.early_start ? {
      JAVA_TOOL_OPTIONS = join(" ", compact([local.early_options, lookup(var.environment, "JAVA_TOOL_OPTIONS", "")]))
    } : {},
    {
      THAW_FUNCTION = var.name
      THAW_TRIGGER  = local.kind
      THAW_MODEL    = var.model.name
      THAW_MODELS   = var.model.repository
    },
    # Who asks over HTTP is told what is wrong; nothing is set aside, and the package needs no client for it.
    local.sets_aside ? {
      THAW_DEAD_LETTER = (
        local.dead_letter.kind == "s3" ? local.locators["-dead-letter"] :
        "${local.dead_letter.kind}:${local.locators["-dead-letter"]}"
      )
    } : {},
    # An HTTP API answers browsers itself; of a REST API the function does.
    local.rest_api == 0 || length(try(local.http.cors_origins, [])) == 0 ? {} : {
      THAW_CORS_ORIGINS = join(",", local.http.cors_origins)
    },
    length(var.sinks) == 0 ? {} : { THAW_SINKS = join(",", keys(var.sinks)) },
    local.sink_environment,
    local.limit_environment,
  )
}

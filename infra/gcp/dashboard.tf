# One page to look at when an alarm came.

locals {
  charts = concat(
    [
      { title = "Requests by status", filter = local.requests, aligner = "ALIGN_RATE", reducer = "REDUCE_SUM", group = ["metric.label.response_code_class"] },
      { title = "Duration, ms, 99th of 100", filter = "metric.type = \"run.googleapis.com/request_latencies\" AND ${local.of_service}", aligner = "ALIGN_PERCENTILE_99", reducer = "REDUCE_MAX", group = [] },
      { title = "Instances", filter = "metric.type = \"run.googleapis.com/container/instance_count\" AND ${local.of_service}", aligner = "ALIGN_MAX", reducer = "REDUCE_SUM", group = ["metric.label.state"] },
      { title = "Failures set aside", filter = local.candidates.failures.filter, aligner = "ALIGN_MAX", reducer = "REDUCE_SUM", group = [] },
    ],
    local.http != null ? [] : [
      { title = "Age of the oldest message, s", filter = local.candidates.lag.filter, aligner = "ALIGN_MAX", reducer = "REDUCE_MAX", group = [] },
    ],
  )
}

resource "google_monitoring_dashboard" "this" {
  count = var.dashboard ? 1 : 0

  project = local.project
  dashboard_json = jsonencode({
    displayName = var.name
    mosaicLayout = {
      columns = 12
      tiles = [for index, chart in local.charts : {
        xPos   = 6 * (index % 2)
        yPos   = 4 * floor(index / 2)
        width  = 6
        height = 4
        widget = {
          title = chart.title
          xyChart = {
            dataSets = [{
              plotType = "LINE"
              timeSeriesQuery = {
                timeSeriesFilter = {
                  filter = chart.filter
                  aggregation = {
                    alignmentPeriod    = "60s"
                    perSeriesAligner   = chart.aligner
                    crossSeriesReducer = chart.reducer
                    groupByFields      = chart.group
                  }
                }
              }
            }]
          }
        }
      }]
    }
  })

  depends_on = [google_project_service.apis]
}

# One page to look at when an alarm came.

locals {
  charts = [
    { title = "Calls and errors", query = "AppRequests | ${local.of_app} | summarize calls = count(), errors = countif(Success == false) by bin(TimeGenerated, 5m)" },
    { title = "Duration, ms", query = "AppRequests | ${local.of_app} | summarize percentiles(DurationMs, 50, 99) by bin(TimeGenerated, 5m)" },
    { title = "Failures set aside", query = replace(local.candidates.failures.query, "summarize set_aside = count()", "summarize set_aside = count() by bin(TimeGenerated, 5m)") },
    { title = "Starts", query = "AppTraces | ${local.of_app} and Message has \"cold start\" | summarize starts = count() by bin(TimeGenerated, 5m)" },
  ]
}

resource "azurerm_application_insights_workbook" "this" {
  count = var.dashboard ? 1 : 0

  # A workbook's name is a UUID.
  name                = uuidv5("url", "${local.group_id}/${var.name}")
  resource_group_name = var.resource_group_name
  location            = var.location
  display_name        = var.name
  source_id           = lower(local.workspace_id)
  tags                = var.tags

  data_json = jsonencode({
    version = "Notebook/1.0"
    items = [for index, chart in local.charts : {
      type = 3
      name = "chart-${index}"
      content = {
        version       = "KqlItem/1.0"
        query         = chart.query
        title         = chart.title
        size          = 0
        queryType     = 0
        resourceType  = "microsoft.operationalinsights/workspaces"
        visualization = "timechart"
      }
    }]
  })
}

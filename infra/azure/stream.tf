# A hub is read by a group of the function's own, or two readers take each other's events.

resource "azurerm_eventhub_consumer_group" "this" {
  count = try(local.stream.kind, "") == "eventhubs" ? 1 : 0

  name                = coalesce(local.stream.consumer_group, var.name)
  resource_group_name = split("/", local.stream.id)[4]
  namespace_name      = split("/", local.stream.id)[8]
  eventhub_name       = split("/", local.stream.id)[10]
  user_metadata       = "Read by the function ${var.name}"
}

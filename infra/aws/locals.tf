data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

locals {
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id
  account   = data.aws_caller_identity.current.account_id

  kind    = one([for kind in ["http", "blob", "stream"] : kind if var.trigger[kind] != null])
  http    = var.trigger.http
  blob    = var.trigger.blob
  stream  = var.trigger.stream
  in_zip  = var.package.image == null
  in_file = var.package.path != null

  handler = coalesce(var.handler, {
    http   = "thaw.aws.HttpHandler::handleRequest"
    blob   = "thaw.aws.BlobHandler::handleRequest"
    stream = "thaw.aws.StreamHandler::handleRequest"
  }[local.kind])

  can_snap_start = (
    local.in_zip && startswith(var.runtime, "java") && var.min_instances == 0 &&
    var.ephemeral_storage_mb == 512 && var.model.efs_access_point_arn == null
  )
  snap_start = coalesce(var.snap_start, local.can_snap_start)
}

# An HTTP API in front of the alias.

locals {
  http_api = try(local.http.api, "") == "http" ? 1 : 0
  # What a line of the access log says, for both kinds of API.
  access_log = {
    requestId  = "$context.requestId"
    time       = "$context.requestTime"
    sourceIp   = "$context.identity.sourceIp"
    method     = "$context.httpMethod"
    path       = "$context.path"
    status     = "$context.status"
    bytes      = "$context.responseLength"
    latencyMs  = "$context.responseLatency"
    functionMs = "$context.integrationLatency"
    error      = "$context.error.message"
  }
}

resource "aws_apigatewayv2_api" "this" {
  count = local.http_api

  name          = var.name
  description   = var.description
  protocol_type = "HTTP"
  tags          = var.tags

  dynamic "cors_configuration" {
    for_each = length(local.http.cors_origins) == 0 ? [] : [local.http.cors_origins]
    content {
      allow_origins = cors_configuration.value
      allow_methods = ["GET", "HEAD", "POST"]
      allow_headers = ["authorization", "content-type", "content-encoding", "inference-header-content-length", "traceparent", "x-request-id"]
      # Without the first a page could not take binary tensors apart.
      expose_headers = ["inference-header-content-length", "x-request-id", "retry-after"]
      max_age        = 3600
    }
  }
}

resource "aws_apigatewayv2_integration" "this" {
  count = local.http_api

  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_alias.this.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = min(30000, (var.timeout_seconds + 1) * 1000)
}

resource "aws_apigatewayv2_authorizer" "this" {
  count = local.http_api == 1 && try(local.http.authoriser.kind, "") == "jwt" ? 1 : 0

  api_id           = aws_apigatewayv2_api.this[0].id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    issuer   = local.http.authoriser.issuer
    audience = local.http.authoriser.audience
  }
}

resource "aws_apigatewayv2_route" "this" {
  count = local.http_api

  api_id               = aws_apigatewayv2_api.this[0].id
  route_key            = "$default"
  target               = "integrations/${aws_apigatewayv2_integration.this[0].id}"
  authorization_type   = { jwt = "JWT", iam = "AWS_IAM", none = "NONE" }[local.http.authoriser.kind]
  authorizer_id        = one(aws_apigatewayv2_authorizer.this[*].id)
  authorization_scopes = local.http.authoriser.kind == "jwt" ? local.http.authoriser.scopes : null
}

# A browser asks whether a page may call, and shows no credentials with that: the default route would refuse it.
resource "aws_apigatewayv2_route" "preflight" {
  count = local.http_api == 1 && length(try(local.http.cors_origins, [])) > 0 && try(local.http.authoriser.kind, "") != "none" ? 1 : 0

  api_id             = aws_apigatewayv2_api.this[0].id
  route_key          = "OPTIONS /{proxy+}"
  target             = "integrations/${aws_apigatewayv2_integration.this[0].id}"
  authorization_type = "NONE"
}

resource "aws_apigatewayv2_stage" "this" {
  count = local.http_api

  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true
  tags        = var.tags

  default_route_settings {
    throttling_rate_limit    = local.http.requests_per_second
    throttling_burst_limit   = local.http.burst
    detailed_metrics_enabled = true
  }

  dynamic "access_log_settings" {
    for_each = aws_cloudwatch_log_group.access
    content {
      destination_arn = access_log_settings.value.arn
      format          = jsonencode(local.access_log)
    }
  }
}

resource "aws_cloudwatch_log_group" "access" {
  count = try(local.http.access_logs, false) ? 1 : 0

  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_lambda_permission" "http" {
  count = local.http_api

  statement_id  = "http"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  qualifier     = aws_lambda_alias.this.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[0].execution_arn}/*/$default"
}

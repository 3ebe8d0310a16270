# A REST API in front of the alias: every path and method goes to the function.

locals {
  rest_api           = try(local.http.api, "") == "rest" ? 1 : 0
  rest_authorization = local.rest_api == 0 ? "NONE" : { cognito = "COGNITO_USER_POOLS", iam = "AWS_IAM", none = "NONE" }[local.http.authoriser.kind]
}

resource "aws_api_gateway_rest_api" "this" {
  count = local.rest_api

  name               = var.name
  description        = var.description
  binary_media_types = local.http.binary_media_types
  tags               = var.tags

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_authorizer" "this" {
  count = local.rest_authorization == "COGNITO_USER_POOLS" ? 1 : 0

  rest_api_id   = aws_api_gateway_rest_api.this[0].id
  name          = "cognito"
  type          = "COGNITO_USER_POOLS"
  provider_arns = local.http.authoriser.user_pool_arns
}

resource "aws_api_gateway_resource" "any" {
  count = local.rest_api

  rest_api_id = aws_api_gateway_rest_api.this[0].id
  parent_id   = aws_api_gateway_rest_api.this[0].root_resource_id
  path_part   = "{proxy+}"
}

locals {
  rest_paths = local.rest_api == 0 ? {} : {
    root = aws_api_gateway_rest_api.this[0].root_resource_id
    path = aws_api_gateway_resource.any[0].id
  }
  # A browser asks whether a page may call, and shows no credentials with that.
  rest_methods = merge(
    { for name, path in local.rest_paths : name => { path = path, verb = "ANY", authorization = local.rest_authorization } },
    length(try(local.http.cors_origins, [])) == 0 ? {} : {
      for name, path in local.rest_paths : "${name}-preflight" => { path = path, verb = "OPTIONS", authorization = "NONE" }
    },
  )
}

resource "aws_api_gateway_method" "any" {
  for_each = local.rest_methods

  rest_api_id          = aws_api_gateway_rest_api.this[0].id
  resource_id          = each.value.path
  http_method          = each.value.verb
  authorization        = each.value.authorization
  authorizer_id        = each.value.authorization == "COGNITO_USER_POOLS" ? one(aws_api_gateway_authorizer.this[*].id) : null
  authorization_scopes = each.value.authorization == "COGNITO_USER_POOLS" ? local.http.authoriser.scopes : null
}

resource "aws_api_gateway_integration" "any" {
  for_each = aws_api_gateway_method.any

  rest_api_id             = each.value.rest_api_id
  resource_id             = each.value.resource_id
  http_method             = each.value.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_alias.this.invoke_arn
  timeout_milliseconds    = min(29000, (var.timeout_seconds + 1) * 1000)
}

resource "aws_api_gateway_deployment" "this" {
  count = local.rest_api

  rest_api_id = aws_api_gateway_rest_api.this[0].id

  # A deployment is a snapshot: it is made anew exactly when what it shows has changed.
  triggers = {
    shows = sha1(jsonencode([
      local.http, local.rest_authorization, aws_lambda_alias.this.invoke_arn, var.timeout_seconds,
      [for method in aws_api_gateway_method.any : method.id],
      [for integration in aws_api_gateway_integration.any : integration.id],
    ]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "this" {
  count = local.rest_api

  rest_api_id          = aws_api_gateway_rest_api.this[0].id
  deployment_id        = aws_api_gateway_deployment.this[0].id
  stage_name           = local.http.stage
  xray_tracing_enabled = var.tracing
  tags                 = var.tags

  dynamic "access_log_settings" {
    for_each = aws_cloudwatch_log_group.access
    content {
      destination_arn = access_log_settings.value.arn
      format          = jsonencode(local.access_log)
    }
  }
}

resource "aws_api_gateway_method_settings" "this" {
  count = local.rest_api

  rest_api_id = aws_api_gateway_rest_api.this[0].id
  stage_name  = aws_api_gateway_stage.this[0].stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    throttling_rate_limit  = local.http.requests_per_second
    throttling_burst_limit = local.http.burst
  }
}

resource "aws_lambda_permission" "rest" {
  count = local.rest_api

  statement_id  = "rest"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  qualifier     = aws_lambda_alias.this.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this[0].execution_arn}/${local.http.stage}/*/*"
}

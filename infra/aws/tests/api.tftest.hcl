# Both kinds of API: who may call, how often, and what is written down.

mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_resource "aws_lambda_function" {
    defaults = {
      arn     = "arn:aws:lambda:eu-central-1:123456789012:function:digits"
      version = "7"
    }
  }

  mock_resource "aws_lambda_alias" {
    defaults = {
      arn        = "arn:aws:lambda:eu-central-1:123456789012:function:digits:live"
      invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:digits:live/invocations"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/digits" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:digits" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-central-1:123456789012:digits-queue" }
  }

  mock_resource "aws_apigatewayv2_api" {
    defaults = { id = "api", execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:api" }
  }

  mock_resource "aws_api_gateway_rest_api" {
    defaults = { id = "api", execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:api" }
  }

  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:eu-central-1:123456789012:rule/digits-arrivals" }
  }
}

variables {
  name    = "digits"
  package = { s3 = { bucket = "packages", key = "digits.zip", version = "1" } }
  model   = { name = "digits" }
  trigger = { blob = { bucket = "pictures" } }
}

run "an_http_api_with_tokens" {
  variables {
    trigger = { http = { authoriser = { kind = "jwt", issuer = "https://login.example.com", audience = ["digits"], scopes = ["predict"] } } }
  }

  assert {
    condition     = aws_apigatewayv2_route.this[0].authorization_type == "JWT" && contains(aws_apigatewayv2_route.this[0].authorization_scopes, "predict")
    error_message = "The route is open."
  }

  assert {
    condition     = aws_apigatewayv2_stage.this[0].default_route_settings[0].throttling_rate_limit == 100 && aws_apigatewayv2_stage.this[0].default_route_settings[0].throttling_burst_limit == 200
    error_message = "The stage is not throttled."
  }

  assert {
    condition     = jsondecode(aws_apigatewayv2_stage.this[0].access_log_settings[0].format).status == "$context.status"
    error_message = "There is no access log."
  }

  assert {
    condition     = aws_apigatewayv2_integration.this[0].integration_uri == aws_lambda_alias.this.invoke_arn && aws_lambda_permission.http[0].qualifier == "live"
    error_message = "The API calls the unqualified function."
  }
}

run "a_page_may_call_an_http_api_with_tokens" {
  variables {
    trigger = { http = { authoriser = { kind = "jwt", issuer = "https://login.example.com", audience = ["digits"] }, cors_origins = ["https://page.example"] } }
  }

  assert {
    condition     = aws_apigatewayv2_route.preflight[0].route_key == "OPTIONS /{proxy+}" && aws_apigatewayv2_route.preflight[0].authorization_type == "NONE" && aws_apigatewayv2_route.this[0].authorization_type == "JWT"
    error_message = "A browser's question needs a token that it does not send."
  }

  assert {
    condition     = contains(aws_apigatewayv2_api.this[0].cors_configuration[0].expose_headers, "inference-header-content-length")
    error_message = "A page cannot take binary tensors apart."
  }
}

run "a_page_may_call_a_rest_api_with_iam" {
  variables {
    trigger = { http = { api = "rest", authoriser = { kind = "iam" }, cors_origins = ["https://page.example", "https://other.example"] } }
  }

  assert {
    condition     = { for name, method in aws_api_gateway_method.any : name => "${method.http_method} ${method.authorization}" } == { root = "ANY AWS_IAM", path = "ANY AWS_IAM", root-preflight = "OPTIONS NONE", path-preflight = "OPTIONS NONE" }
    error_message = "A browser's question needs a signature that it does not send, or a call needs none."
  }

  assert {
    condition     = length(aws_api_gateway_integration.any) == 4 && aws_lambda_function.this.environment[0].variables["THAW_CORS_ORIGINS"] == "https://page.example,https://other.example"
    error_message = "The function does not know whom to answer."
  }
}

run "a_rest_api_with_iam" {
  variables {
    trigger = { http = { api = "rest", authoriser = { kind = "iam" }, requests_per_second = 5, burst = 10 } }
  }

  assert {
    condition     = alltrue([for method in values(aws_api_gateway_method.any) : method.authorization == "AWS_IAM"]) && length(aws_api_gateway_method.any) == 2
    error_message = "A method is open."
  }

  assert {
    condition     = contains(aws_api_gateway_rest_api.this[0].binary_media_types, "*/*")
    error_message = "Clients that ask for nothing in particular get base64."
  }

  assert {
    condition     = aws_api_gateway_method_settings.this[0].settings[0].throttling_rate_limit == 5
    error_message = "The stage is not throttled."
  }

  assert {
    condition     = alltrue([for integration in values(aws_api_gateway_integration.any) : integration.uri == aws_lambda_alias.this.invoke_arn])
    error_message = "The API calls the unqualified function."
  }

  assert {
    condition     = length(aws_apigatewayv2_api.this) == 0
    error_message = "There are two APIs."
  }
}

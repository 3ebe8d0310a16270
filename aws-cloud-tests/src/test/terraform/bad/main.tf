# Breaks every rule of infra/policy/aws.rego, each at least once.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

resource "aws_iam_role" "this" {
  name = "bad"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:*", Resource = "arn:aws:s3:::pictures/*" },
      { Effect = "Allow", Action = ["dynamodb:PutItem"], Resource = ["*"] },
      { Effect = "Allow", Action = ["xray:PutTraceSegments"], Resource = ["*"] },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
}

resource "aws_lambda_function" "this" {
  function_name = "bad"
  role          = aws_iam_role.this.arn
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/bad:1"
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/aws/lambda/bad"
}

resource "aws_kinesis_stream" "this" {
  name        = "bad"
  shard_count = 1
}

resource "aws_sns_topic" "this" {
  name = "bad"
}

resource "aws_dynamodb_table" "this" {
  name         = "bad"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_sqs_queue" "source" {
  name                    = "bad"
  sqs_managed_sse_enabled = false
}

resource "aws_sqs_queue" "failures" {
  name = "bad-failures"
}

resource "aws_lambda_event_source_mapping" "stream" {
  function_name     = aws_lambda_function.this.arn
  event_source_arn  = aws_kinesis_stream.this.arn
  starting_position = "LATEST"
}

resource "aws_lambda_event_source_mapping" "queue" {
  function_name    = aws_lambda_function.this.arn
  event_source_arn = aws_sqs_queue.source.arn
}

resource "aws_lambda_permission" "bucket" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  principal     = "s3.amazonaws.com"
}

resource "aws_s3_bucket_notification" "this" {
  bucket = "pictures"

  lambda_function {
    lambda_function_arn = aws_lambda_function.this.arn
    events              = ["s3:ObjectCreated:*"]
  }
}

resource "aws_cloudwatch_event_target" "this" {
  rule = "bad"
  arn  = aws_lambda_function.this.arn
}

resource "aws_apigatewayv2_api" "this" {
  name          = "bad"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "this" {
  api_id           = aws_apigatewayv2_api.this.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.this.invoke_arn
}

resource "aws_apigatewayv2_route" "this" {
  api_id    = aws_apigatewayv2_api.this.id
  route_key = "$default"
}

resource "aws_apigatewayv2_stage" "this" {
  api_id = aws_apigatewayv2_api.this.id
  name   = "$default"
}

resource "aws_api_gateway_method" "this" {
  rest_api_id   = "bad"
  resource_id   = "bad"
  http_method   = "ANY"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "this" {
  rest_api_id = "bad"
  resource_id = "bad"
  http_method = "ANY"
  type        = "AWS_PROXY"
  uri         = aws_lambda_function.this.invoke_arn
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id   = "bad"
  deployment_id = "bad"
  stage_name    = "v1"
}

resource "aws_api_gateway_method_settings" "this" {
  rest_api_id = "bad"
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled = true
  }
}

resource "aws_lambda_function_url" "this" {
  function_name      = aws_lambda_function.this.function_name
  authorization_type = "NONE"
}

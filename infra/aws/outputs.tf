output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "version" {
  description = "The version that the alias points to."
  value       = aws_lambda_function.this.version
}

output "alias_arn" {
  description = "ARN of the alias: what to call, and what every trigger calls."
  value       = aws_lambda_alias.this.arn
}

output "role_name" {
  description = "Name of the function's role, to attach what an own predictor needs."
  value       = aws_iam_role.this.name
}

output "failures_queue_url" {
  description = "Where poison and what Lambda gave up on is."
  value       = aws_sqs_queue.failures.id
}

output "failures_queue_arn" {
  description = "ARN of the failures queue, for example for the redrive policy of a queue that is the source."
  value       = aws_sqs_queue.failures.arn
}

output "url" {
  description = "URL of the API; null without one."
  value       = try(aws_apigatewayv2_stage.this[0].invoke_url, aws_api_gateway_stage.this[0].invoke_url, null)
}

output "rest_api_id" {
  description = "Id of the REST API; null without one."
  value       = one(aws_api_gateway_rest_api.this[*].id)
}

output "log_group" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.function.name
}

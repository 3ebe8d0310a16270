"""What LocalStack needs to run Java functions and DynamoDB as plain processes, without a container engine."""

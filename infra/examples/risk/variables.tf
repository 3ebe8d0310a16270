variable "package" {
  description = "The zip of the function: adapter, core, ONNX Runtime and the model risk."
  type        = string
}

variable "name" {
  description = "Name of the function and the beginning of the names of what belongs to it."
  type        = string
  default     = "thaw-risk"
}

variable "region" {
  description = "Where everything is made."
  type        = string
  default     = "eu-central-1"
}

variable "max_concurrency" {
  description = "The most instances at once; null for the account's limit."
  type        = number
  default     = null
}

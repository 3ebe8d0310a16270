variable "package" {
  description = "The zip of the function app: adapter, core, ONNX Runtime, the functions' folders and the model risk."
  type        = string
}

variable "subscription_id" {
  description = "Id of the subscription."
  type        = string
}

variable "name" {
  description = "Name of the function and the beginning of the names of what belongs to it."
  type        = string
  default     = "thaw-risk"
}

variable "location" {
  description = "Where everything is made."
  type        = string
  default     = "westeurope"
}

variable "max_concurrency" {
  description = "The most instances at once; null for the module's default."
  type        = number
  default     = null
}

locals {
  tags = { project = "thaw-samples" }
}

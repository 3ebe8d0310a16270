variable "package" {
  description = "The zip of the function: adapter, core, ONNX Runtime and the model sentiment."
  type        = string
}

variable "project" {
  description = "Id of the project."
  type        = string
}

variable "name" {
  description = "Name of the function and the beginning of the names of what belongs to it."
  type        = string
  default     = "thaw-sentiment"
}

variable "location" {
  description = "Where everything is made."
  type        = string
  default     = "europe-west3"
}

variable "max_concurrency" {
  description = "The most instances at once; null for Cloud Run's default."
  type        = number
  default     = null
}

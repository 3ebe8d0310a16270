terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 5.100 is the last that accepts what 6.x accepts too; java25 needs 6.x.
      version = ">= 5.100"
    }
  }
}

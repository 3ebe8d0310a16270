# Every rule of Terraform's own set but one.
plugin "terraform" {
  enabled = true
  preset  = "all"
}

# Files are named by what they make (role.tf, alarms.tf), not main.tf.
rule "terraform_standard_module_structure" {
  enabled = false
}

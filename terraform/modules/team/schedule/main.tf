# The schedule expression of a team.

variable "name" {
  description = "Name of the team."
  type        = string
}

variable "minutes" {
  description = "Minutes between two invocations."
  type        = number
}

locals {
  # A rate starts when its rule is created, which is the same time for all teams of one apply. A cron expression can give each team a minute of its
  # own, but repeats evenly only if the minutes divide an hour.
  minute = parseint(substr(sha256(var.name), 0, 8), 16) % var.minutes
}

output "expression" {
  description = "Schedule expression for EventBridge."
  value = (
    60 % var.minutes != 0 ? "rate(${var.minutes} minutes)"
    : var.minutes == 60 ? "cron(${local.minute} * * * ? *)"
    : "cron(${local.minute}/${var.minutes} * * * ? *)"
  )
}

"""Settings: the office, its way to the national system, its people, its backups, the look of the window."""

"""The status page of the department, the centres and their branches: rendered here, no script, nothing foreign."""

"""What both sides agree on: record types, entries, messages, merge, errors and version."""

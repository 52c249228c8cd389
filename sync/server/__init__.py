"""The reference national server: feeds, accounts, enrolment, the exchange, and the administrator's command."""

import sync.contract.records  # noqa: F401 - registers the record types the server checks and merges by

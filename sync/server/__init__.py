"""The reference national server: feeds, accounts, enrolment, the exchange, and the administrator's command."""

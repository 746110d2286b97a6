"""The translators' desk in the admin: what waits, for whom, until when, and what can be done about it."""

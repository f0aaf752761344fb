"""The log: on stderr, and without secrets."""

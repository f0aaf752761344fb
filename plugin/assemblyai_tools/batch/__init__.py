"""Many recordings at once, in a durable queue: on one machine with SQLite, on many with Postgres."""

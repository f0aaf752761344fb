"""The job runner, its worker processes, and webhooks."""

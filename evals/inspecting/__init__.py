"""The jobs as tasks of inspect-ai. Only this room imports it."""

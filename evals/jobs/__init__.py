"""The jobs, by theme, each beside its scripts."""

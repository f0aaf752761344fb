"""The ways to reason over transcripts."""

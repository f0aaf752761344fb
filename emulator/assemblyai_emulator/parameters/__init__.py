"""Parses and validates requests: a table of fields, one of refused features, and one of cross-field rules."""

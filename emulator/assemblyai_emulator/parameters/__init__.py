"""What a request for a transcript may say: one table of fields, one of refusals, one of cross-field rules."""

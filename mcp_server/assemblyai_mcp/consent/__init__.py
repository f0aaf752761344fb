"""A person's consent to a deletion: asking for it, and making sure that an answer counts once, for one call."""

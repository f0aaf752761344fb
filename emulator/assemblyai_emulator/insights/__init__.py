"""Audio intelligence, as far as word lists, patterns and statistics can do it."""

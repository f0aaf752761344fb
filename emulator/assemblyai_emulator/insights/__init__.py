"""What the API calls audio intelligence, as far as word lists, patterns and counting go."""

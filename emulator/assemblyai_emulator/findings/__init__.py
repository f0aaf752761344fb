"""What patterns can find in spoken words: numbers, addresses, dates, amounts, and names that are introduced."""

"""Finds entities in spoken words by pattern: numbers, addresses, dates, amounts, and names that are introduced."""

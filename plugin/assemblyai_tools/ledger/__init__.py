"""What was ordered under which name, so that no job is paid for twice: one SQLite table, in a file or in memory.

It holds no key, and of what was said only the first words.
"""

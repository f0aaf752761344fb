"""Storage: an SQLite database for records, plain files for audio."""

"""What the emulator remembers: SQLite for the records, plain files for the audio."""

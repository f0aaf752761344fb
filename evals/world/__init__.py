"""The world of one job: its own account at the emulator, a folder and a person, and their state at the end."""

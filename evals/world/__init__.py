"""The world of one job: an account of its own at the emulator, a folder, a person, and what came of them."""

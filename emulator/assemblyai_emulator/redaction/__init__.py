"""Takes personal data out of the words and out of the sound."""

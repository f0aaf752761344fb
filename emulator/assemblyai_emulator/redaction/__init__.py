"""Removes personal data from the words and the audio."""

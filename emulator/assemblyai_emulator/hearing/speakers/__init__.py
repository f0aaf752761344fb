"""Who speaks when, on one channel: the diarizer, and the speaker of each word."""

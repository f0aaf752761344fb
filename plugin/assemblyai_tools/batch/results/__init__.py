"""What a batch leaves: the files of each recording, and a line about each."""

"""What is done with words: sentences, captions, capitals, spelling, search."""

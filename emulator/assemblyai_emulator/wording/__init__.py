"""Text processing of words: sentences, captions, capitalization, custom spelling, word search."""

"""What a model reads: lines and pages of speech, documents, quotes and views, within a budget."""

"""What a model reads: lines and pages of speech, documents, quotes, views, all within a budget."""

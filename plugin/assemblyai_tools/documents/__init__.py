"""What documents are made of: transcripts as rows, minutes, and the parts of Markdown pages and Word documents."""

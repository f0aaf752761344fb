"""LeMUR's work: answers about transcripts, by quoting them offline or by asking a language model."""

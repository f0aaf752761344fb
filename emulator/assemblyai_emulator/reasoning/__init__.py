"""What LeMUR did: answers over transcripts, by quoting them offline or by asking a language model."""

"""The LLM Gateway: chat with a model over a transcript, and tasks that need no prompt."""

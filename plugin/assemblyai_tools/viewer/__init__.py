"""What the page of `assemblyai_viewer` shows of a transcript, and the page itself. Nothing here does any I/O."""

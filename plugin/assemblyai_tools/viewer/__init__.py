"""What the page of a transcript is filled with (assemblyai_viewer shows it)."""

"""`assemblyai-tools view`, and the server on loopback that shows its page to a browser."""

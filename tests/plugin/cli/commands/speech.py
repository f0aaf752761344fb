"""What is said in `hello.flac`."""

SAID = "The weather was called this morning"

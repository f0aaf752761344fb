"""What the server does on stdin and stdout: the reader of messages, and a terminal in place of a client."""

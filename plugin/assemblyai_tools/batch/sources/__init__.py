"""What a batch is given: files, folders, patterns, lists and addresses, with their lengths."""

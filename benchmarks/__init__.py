"""What this project costs: tokens, waiting, processor time, memory. Run by `make bench`; see README.md."""

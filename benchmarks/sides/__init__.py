"""What is compared with what: each module is one side, run in a process of its own, importing only what it needs."""

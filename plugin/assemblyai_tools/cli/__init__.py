"""The command line `assemblyai-tools`: a command for each operation, and the programs beside them."""

"""What a call gives: the models that validate it, how values and names are read, and what an error says."""

"""An agent's whole job on one recording, step by step, showing what a model would read."""

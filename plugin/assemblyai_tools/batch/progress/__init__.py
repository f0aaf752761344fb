"""How far a batch is, over all machines: figures, and what a person sees of them."""

"""Scripts: the steps of a policy that needs no model."""

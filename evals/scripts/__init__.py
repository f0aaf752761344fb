"""Scripts: what a policy that needs no model does in a job."""

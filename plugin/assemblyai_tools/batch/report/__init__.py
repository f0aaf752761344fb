"""A report on a batch: one HTML file with figures and plots."""

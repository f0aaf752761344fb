"""The operations, one module for each noun; `catalogue.py` says which there are."""

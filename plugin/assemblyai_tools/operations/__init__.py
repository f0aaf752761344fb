"""The operations, one module for each noun; `catalogue.py` lists them."""

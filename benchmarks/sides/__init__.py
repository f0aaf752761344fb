"""What is compared with what. Each side runs in a process of its own and imports only what it needs.

`python -m benchmarks.side MODULE.FUNCTION OPTIONS` runs one.
"""

"""The emulator's own page: its recordings, each with the viewer, for a browser on the same machine."""

PREFIX = "/_page/"
"""Where all routes of the page begin but `/` itself. The API has nothing there."""

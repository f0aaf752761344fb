"""A local stand-in for the API's transcription routes. It does no work, so what is measured is the client.

It runs in a process of its own, so its processor time is not counted.
"""

"""The parts of the API's replies that we read; missing, null and new keys are all tolerated.

A module to each kind, so that only what is needed is loaded.
"""

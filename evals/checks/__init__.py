"""Checks of the state at the end of a job. A check says what is wrong in one sentence; empty if nothing is."""

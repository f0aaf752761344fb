"""How the end of a transcript is noticed: the shared poller, a wait as a flow, progress."""

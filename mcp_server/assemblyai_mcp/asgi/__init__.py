"""The server over HTTP: the app, its layers, its limits, how it starts and stops."""

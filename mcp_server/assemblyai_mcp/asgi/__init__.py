"""The server over HTTP: the app, its middleware, and how it starts and stops."""

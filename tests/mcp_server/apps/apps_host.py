"""A host that shows Apps, as the server sees it: a client that says so."""

from mcp.client.extension import advertise
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID

SHOWS_APPS = [advertise(EXTENSION_ID, {"mimeTypes": [APP_MIME_TYPE]})]
"""For a client's `extensions`."""

OTHER_APPS = [advertise(EXTENSION_ID, {"mimeTypes": ["text/html;profile=other"]})]
"""A client that shows Apps of another kind."""

PAGE = "ui://assemblyai/transcript.html"
FILL = "transcript_view"

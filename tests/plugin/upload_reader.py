"""A transport that reads what is uploaded, as a connection would."""

import httpx


def ok(body=None):
    return httpx.Response(200, json=body or {})


class Reader(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Reads the body chunk by chunk, as a connection would."""

    def __init__(self):
        self.chunks = []
        self.headers = None

    def handle_request(self, request):
        self.headers = request.headers
        self.chunks = list(request.stream)
        return ok({"upload_url": "https://cdn.test/u1"})

    async def handle_async_request(self, request):
        self.headers = request.headers
        self.chunks = [chunk async for chunk in request.stream]
        return ok({"upload_url": "https://cdn.test/u1"})

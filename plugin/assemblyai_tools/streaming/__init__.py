"""Live speech: audio in, turns out, over a WebSocket (https://www.assemblyai.com/docs/streaming).

`parameters`, `events`, `protocol` and what they use do no I/O and know no clock; `session` drives them on asyncio.
"""

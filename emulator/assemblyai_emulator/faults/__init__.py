"""Fault injection, for testing a client.

A request asks for a fault with the header `X-Emulator-Fault`, or `--faults FILE` has rules that say which requests
fail, how, and how often. The header always works: a client gets a fault only if it asks for one.

| fault | what happens |
|---|---|
| `429` (any from 400 to 599) | that status with the API's body for it; the request is not executed |
| `503:json` (`json`, `text`, `html`, `empty`) | that status with that kind of body |
| `429;retry-after=7` | with this `Retry-After`; `429` alone sends 1, and `429;retry-after=none` sends none |
| `reset` | the request is executed, and the connection breaks in the middle of the reply |
| `truncated-json` | the request is executed, and the reply ends cleanly in the middle of its body |
| `hang;seconds=5` | no reply; the connection breaks after that many seconds (60 by default, 600 at most) |
| `wrong-shape` | status 200 with JSON that the API never sends |
| `html-200` | status 200 with an HTML page |
| `refusal-200` | status 200 with an error of the gateway in `metadata.errors` |
"""

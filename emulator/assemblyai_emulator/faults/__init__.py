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
| `stream-close; code=1011; at=partial` | a live session ends with that close code and no Error message |
| `stream-error; code=3005; at=final` | a live session ends with an Error message and that close code |
| `stream-cut; at=begin` | the connection of a live session breaks without a close frame |
| `stream-delay; seconds=2` | every message of a live session comes that much later |

The last four are for sockets, whose handshake may get a status or `hang` as well. `at` is `begin` or `termination` (in
the place of that message), or `partial` or `final` (after the first such turn).
"""

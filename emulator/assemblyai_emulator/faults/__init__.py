"""Failures on request, for those who test a client.

A request names its own fault in the header `X-Emulator-Fault`, or `--faults FILE` holds rules that say which
requests fail, how, and how often. Nobody gets a fault who does not ask for one, so the header always counts.

| fault | what happens |
|---|---|
| `429` (any from 400 to 599) | that status, with the API's body for it; the request is not carried out |
| `503:json` (`json`, `text`, `html`, `empty`) | that status with that kind of body |
| `429;retry-after=7` | with this `Retry-After`; `429` alone has 1, and `429;retry-after=none` has none |
| `reset` | the request is carried out, and the connection breaks in the middle of the reply |
| `truncated-json` | the request is carried out, and the reply ends, in good order, in the middle of its body |
| `hang;seconds=5` | no reply; the connection breaks after that long (60 seconds unless given, at most 600) |
| `wrong-shape` | status 200 with JSON that is no reply of the API |
| `html-200` | status 200 with an HTML page |
| `refusal-200` | status 200 with a refusal of the gateway in `metadata.errors` |
"""

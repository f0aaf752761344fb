"""The vcrpy setup: what a cassette keeps, what it never keeps, and how a request is matched to its reply."""

import hashlib
import json
import re
from contextlib import contextmanager
from pathlib import Path

import vcr
from vcr.serializers import yamlserializer

CASSETTES = Path(__file__).parents[2] / "cassettes"
ORIGINS = ("emulator", "live")

HOSTS = {"emulator": "http://emulator.test", "live": "https://api.assemblyai.com"}
"""The host in each folder's cassettes. The emulator's own port is different in each run, so it has a fixed name."""

_KEPT_HEADERS = {"content-type", "retry-after", "x-emulator-progress"}
_UPLOAD_URL = re.compile(r"https?://[^\s\"/]+/upload/[0-9a-f]{32}/[0-9a-f-]{36}")
_REDACTED_URL = re.compile(r'("redacted_audio_url"\s*:\s*")[^"]*(")')
_TOKEN = re.compile(r'("token"\s*:\s*")[^"]*(")')
_EMULATOR = re.compile(r"http://127\.0\.0\.1:\d+")
_FENCE = re.compile(r"(?<=<transcript-)\d{9}|(?<=</transcript-)\d{9}")
_DIGEST = b"sha256:"
_JSON = b"{["


def use_cassette(path, origin, *, record, stamp=None, whole=True):
    """A context in which HTTP requests go to a cassette.

    Recording replaces the file. Replaying fails unless the whole cassette is played, or `whole` is false: then one call
    plays a part of it, and each request gets the last of its replies, as its transcript has ended by then.
    """
    recorder = vcr.VCR(
        record_mode="all" if record else "none",
        match_on=("method", "path", "query", "body"),
        before_record_request=_clean_request(HOSTS[origin]),
        before_record_response=_clean_response(HOSTS[origin]),
        decode_compressed_response=True,
        serializer="stamped",
    )
    recorder.register_serializer("stamped", Stamped(stamp or {}, last_only=not whole))
    if record:
        path.unlink(missing_ok=True)
    return _played(recorder, path) if whole and not record else recorder.use_cassette(str(path))


@contextmanager
def _played(recorder, path):
    with recorder.use_cassette(str(path)) as cassette:
        yield cassette
        assert cassette.play_count, f"{path.name} was not played: this can be a test without a cassette"
        assert cassette.all_played, (
            f"{path.name} holds {len(cassette) - cassette.play_count} unplayed requests"
        )


class Stamped:
    """vcrpy's YAML, with a stamp that says who answered, when, and in which version."""

    def __init__(self, stamp, *, last_only=False):
        self.stamp, self.last_only = stamp, last_only

    def serialize(self, cassette):
        return yamlserializer.serialize({"recorded": self.stamp, **cassette})

    def deserialize(self, text):
        cassette = yamlserializer.deserialize(text)
        if self.last_only:
            asked = [
                (one["request"]["method"], one["request"]["uri"], one["request"]["body"])
                for one in cassette["interactions"]
            ]
            last = dict(zip(asked, cassette["interactions"], strict=True))
            cassette["interactions"] = list(last.values())
        return cassette


def scrub(text, host):
    """Replace private URLs and tokens, which work like keys, and what changes in each run: ports, numbers of fences."""
    text = _UPLOAD_URL.sub(f"{host}/upload/scrubbed", text)
    text = _REDACTED_URL.sub(rf"\g<1>{host}/redacted/scrubbed\g<2>", text)
    text = _FENCE.sub("000000000", text)
    text = _TOKEN.sub(r"\g<1>scrubbed\g<2>", text)
    return _EMULATOR.sub(host, text)


def _clean_request(host):
    # vcrpy applies this several times to one request, so it must be idempotent.
    def clean(request):
        request.headers = {"authorization": "[api key]"} if "authorization" in request.headers else {}
        request.uri = re.sub(r"^https?://[^/]+", host, request.uri)
        request.body = _clean_body(request.body, host)
        return request

    return clean


def _clean_body(body, host):
    if not body or body.startswith(_DIGEST):
        return body
    if body[:1] in _JSON:
        return json.dumps(json.loads(scrub(body.decode(), host)), sort_keys=True).encode()
    return _DIGEST + hashlib.sha256(body).hexdigest().encode()


def _clean_response(host):
    def clean(response):
        headers = response["headers"]
        response["headers"] = {name: headers[name] for name in headers if name.lower() in _KEPT_HEADERS}
        body = response["body"]["string"]
        text = body.decode() if isinstance(body, bytes) else body
        response["body"]["string"] = scrub(text, host).encode()
        return response

    return clean

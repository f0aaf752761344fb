import hashlib

import httpx
import pytest
from benchmarks.accuracy.download import Source, UnavailableError

SOURCE = Source("https://files.test/pool/sounds_1.0.deb", hashlib.sha256(b"sound").hexdigest())


def serving(content: bytes, status: int = 200):
    return httpx.MockTransport(lambda _: httpx.Response(status, content=content))


def refuse(request):
    raise httpx.ConnectError("no route to host", request=request)


def test_a_file_is_fetched_once(tmp_path):
    path = SOURCE.fetch(tmp_path / "cache", serving(b"sound"))
    assert path == tmp_path / "cache" / "sounds_1.0.deb"
    assert path.read_bytes() == b"sound"
    assert SOURCE.fetch(tmp_path / "cache", httpx.MockTransport(refuse)) == path


def test_a_broken_file_is_fetched_again(tmp_path):
    (tmp_path / SOURCE.name).write_bytes(b"so")
    assert SOURCE.fetch(tmp_path, serving(b"sound")).read_bytes() == b"sound"


def test_another_file_at_the_address_is_not_used(tmp_path):
    with pytest.raises(UnavailableError, match="is not the file that was expected"):
        SOURCE.fetch(tmp_path, serving(b"noise"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("transport", "reason"),
    [(serving(b"", 404), "404"), (httpx.MockTransport(refuse), "no route to host")],
)
def test_what_cannot_be_fetched_is_named_with_the_reason(tmp_path, transport, reason):
    with pytest.raises(UnavailableError, match=f"https://files.test/pool/sounds_1.0.deb .*{reason}"):
        SOURCE.fetch(tmp_path, transport)

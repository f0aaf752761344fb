import pytest

from assemblyai_mcp.asgi.bearer import bearer_of


@pytest.mark.parametrize(
    ("value", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Basic abc", None),
        ("Bearer", None),
        ("Bearer  ", None),
        ("", None),
    ],
)
def test_a_bearer_token_is_read_from_the_authorization_header(value, token):
    found = bearer_of({"authorization": value})
    assert (found.get_secret_value() if found else None) == token

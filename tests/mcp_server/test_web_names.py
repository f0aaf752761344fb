import pytest

from assemblyai_mcp.web_names import Host, Origin

NO_HOSTS = [
    "",
    " ",
    "localhost ",
    " localhost",
    "localhost:evil",
    "localhost:80:80",
    "localhost:65536",
    "localhost:999999",
    "localhost:+80",
    "localhost:８０",
    "localhost:80@evil.test",
    "127.0.0.1:99@evil.test",
    "user@localhost",
    "localhost/mcp",
    "localhost?x",
    "localhost#x",
    "localhost\\",
    "localhost,evil.test",
    "localhost\n",
    "local\x00host",
    ".localhost",
    "localhost..",
    "a..b",
    "*",
    "*.test",
    "löcal.test",
    "::1",
    "[::1",
    "[::1]]",
    "[]",
    "[localhost]",
    "[::1]evil.test",
    "[::1%lo]",
    "[1.2.3.4]",
    "[1:2:3:4:5:6:7:8:9]",
    "a" * 400,
]


@pytest.mark.parametrize("text", NO_HOSTS)
def test_text_that_only_begins_like_a_host_is_none(text):
    assert Host.parsed(text) is None
    assert Origin.parsed(f"http://{text}") is None


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("localhost", Host("localhost")),
        ("LocalHost:8808", Host("localhost", 8808)),
        ("mcp.Example.com.:443", Host("mcp.example.com", 443)),
        ("127.0.0.1:0", Host("127.0.0.1", 0)),
        ("my_server-1:65535", Host("my_server-1", 65535)),
        ("[::1]:8808", Host("[::1]", 8808)),
        ("[0:0:0:0:0:0:0:1]", Host("[::1]")),
        ("[FD00::5]", Host("[fd00::5]")),
    ],
)
def test_a_host_is_a_name_in_one_spelling_and_a_port(text, host):
    assert Host.parsed(text) == host


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "localhost",
        "//localhost",
        "http:localhost",
        "http://",
        "file://",
        "ftp://localhost",
        "chrome-extension://abcdef",
        "javascript://localhost",
        "http://localhost/",
        "http://localhost http://localhost",
        "http://http://localhost",
    ],
)
def test_what_is_no_origin_of_a_page_on_the_web_is_none(text):
    assert Origin.parsed(text) is None


@pytest.mark.parametrize(
    ("text", "origin", "sent"),
    [
        ("HTTPS://App.Example.com", Origin("https", "app.example.com", 443), "https://app.example.com"),
        ("https://app.example.com:443", Origin("https", "app.example.com", 443), "https://app.example.com"),
        ("http://[::1]:6274", Origin("http", "[::1]", 6274), "http://[::1]:6274"),
        ("http://localhost:443", Origin("http", "localhost", 443), "http://localhost:443"),
    ],
)
def test_an_origin_is_compared_and_written_as_a_browser_sends_it(text, origin, sent):
    assert Origin.parsed(text) == origin
    assert str(origin) == sent

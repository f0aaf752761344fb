import pytest

from assemblyai_tools.config import Variable
from assemblyai_tools.transport.proxies import Proxies, is_loopback

API = ("https", "api.assemblyai.com", 443)


def proxies(**values):
    return Proxies({name: Variable(name.upper(), value) for name, value in values.items()})


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine_is_never_called_through_a_proxy(host):
    assert is_loopback(host)
    assert proxies(all_proxy="http://p:1").of(("http", host, 80)) is None


@pytest.mark.parametrize("host", ["localhost.test", "10.0.0.1", "fd07::1", "127.0.0.1.test", ""])
def test_other_hosts_are_not_this_machine(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ({}, None),
        ({"https_proxy": "http://a:1"}, "HTTPS_PROXY"),
        ({"all_proxy": "http://a:1"}, "ALL_PROXY"),
        ({"https_proxy": "http://a:1", "all_proxy": "http://b:1"}, "HTTPS_PROXY"),
        ({"http_proxy": "http://a:1"}, None),
    ],
)
def test_the_proxy_of_the_scheme_counts_before_that_of_all(given, chosen):
    variable = proxies(**given).of(API)
    assert (variable and variable.name) == chosen


@pytest.mark.parametrize(
    ("exceptions", "origin"),
    [
        ("*", API),
        ("example.com,*", API),
        ("api.assemblyai.com", API),
        ("example.com, AssemblyAI.com", API),
        ("example.com assemblyai.com", API),
        (".assemblyai.com", API),
        ("*.assemblyai.com", API),
        ("*assemblyai.com", API),
        ("assemblyai.com:443", API),
        ("https://api.assemblyai.com", API),
        ("all://api.assemblyai.com:443", API),
        ("10.0.0.0/8", ("http", "10.1.2.3", 8787)),
        ("10.1.2.3", ("http", "10.1.2.3", 8787)),
        ("10.1.2.3:8787", ("http", "10.1.2.3", 8787)),
        ("fd07::/64", ("http", "fd07::5", 80)),
        ("[fd07::]/64", ("http", "fd07::5", 80)),
        ("[fd07::/64]", ("http", "fd07::5", 80)),
        ("fd07::5", ("http", "fd07::5", 80)),
        ("FD07:0:0:0::5", ("http", "fd07::5", 80)),
        ("[fd07::5]", ("http", "fd07::5", 80)),
        ("[fd07::5]:8787", ("http", "fd07::5", 8787)),
        ("http://[fd07::5]:8787", ("http", "fd07::5", 8787)),
    ],
)
def test_an_entry_of_no_proxy_names_an_address(exceptions, origin):
    assert proxies(all_proxy="http://p:1", no_proxy=exceptions).of(origin) is None


@pytest.mark.parametrize(
    ("exceptions", "origin"),
    [
        ("emblyai.com", API),
        (".api.assemblyai.com", API),
        ("assemblyai.com:80", API),
        ("http://api.assemblyai.com", API),
        ("10.0.0.0/8", API),
        ("fd07::/64", API),
        ("10.0.0.0/8", ("http", "11.1.2.3", 80)),
        ("10.0.0.0/8", ("http", "fd07::5", 80)),
        ("fd07::/64", ("http", "fd08::5", 80)),
        ("[fd07::5]:8787", ("http", "fd07::5", 80)),
        ("[fd07::5", ("http", "fd07::5", 80)),
        ("[]", ("http", "fd07::5", 80)),
        ("10.0.0.0/99,,a:b:c,://", API),
    ],
)
def test_an_entry_that_names_something_else_or_nothing_leaves_the_proxy(exceptions, origin):
    assert proxies(all_proxy="http://p:1", no_proxy=exceptions).of(origin).name == "ALL_PROXY"


def test_a_variable_does_not_show_its_value_which_may_hold_a_password():
    assert "secret" not in repr(Variable("HTTP_PROXY", "http://me:secret@p:1"))

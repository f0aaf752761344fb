import pytest
from starlette.requests import Request

from assemblyai_emulator.accounts import Accounts
from assemblyai_emulator.errors import UnauthorizedError


def request_with(authorization: str | None) -> Request:
    headers = [] if authorization is None else [(b"authorization", authorization.encode())]
    return Request({"type": "http", "headers": headers})


def test_every_key_is_an_account_of_its_own():
    accounts = Accounts()
    assert accounts.authenticate(request_with("one")) == accounts.authenticate(request_with("one"))
    assert accounts.authenticate(request_with("one")) != accounts.authenticate(request_with("two"))


def test_the_key_itself_is_not_part_of_the_account():
    assert "secret" not in Accounts().authenticate(request_with("secret"))


@pytest.mark.parametrize("authorization", [None, "", "  ", "Bearer key", "Basic a2V5"])
def test_a_missing_key_or_a_key_with_a_scheme_is_refused(authorization):
    with pytest.raises(UnauthorizedError):
        Accounts().authenticate(request_with(authorization))


@pytest.mark.parametrize("authorization", ["key", "Bearer key", "bearer  key"])
def test_a_bearer_key_is_accepted_where_allowed(authorization):
    account = Accounts().authenticate(request_with("key"))
    assert Accounts().authenticate(request_with(authorization), bearer=True) == account


def test_bearer_without_a_key_is_refused():
    with pytest.raises(UnauthorizedError):
        Accounts().authenticate(request_with("Bearer "), bearer=True)


def test_with_configured_keys_any_other_key_is_refused():
    accounts = Accounts(("one", "two"))
    assert accounts.authenticate(request_with("two"))
    with pytest.raises(UnauthorizedError):
        accounts.authenticate(request_with("three"))

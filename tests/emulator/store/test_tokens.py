from assemblyai_emulator.store import timestamps, tokens


def test_a_token_can_be_used_more_than_once(connection):
    token = tokens.issue(connection, "me", 60)
    assert [tokens.find(connection, token).account for _ in range(2)] == ["me", "me"]
    assert tokens.find(connection, token[1:]) is None


def test_every_token_is_different(connection):
    assert len({tokens.issue(connection, "me", 60) for _ in range(20)}) == 20


def test_a_token_expires_and_is_then_deleted(connection, monkeypatch):
    now = timestamps.now()
    monkeypatch.setattr(timestamps, "now", lambda: now)
    token = tokens.issue(connection, "me", 60)
    monkeypatch.setattr(timestamps, "now", lambda: now + 59_999_999)
    assert tokens.find(connection, token).account == "me"
    monkeypatch.setattr(timestamps, "now", lambda: now + 60_000_000)
    assert tokens.find(connection, token) is None
    tokens.issue(connection, "me", 60)
    assert connection.execute("SELECT count(*) FROM tokens").fetchone()[0] == 1


def test_the_token_itself_is_not_stored(connection):
    token = tokens.issue(connection, "me", 60)
    assert token not in "".join(connection.iterdump())


def test_a_token_says_how_long_its_session_may_last(connection):
    assert tokens.find(connection, tokens.issue(connection, "me", 60)).session_seconds == 10_800
    assert tokens.find(connection, tokens.issue(connection, "me", 60, 90)).session_seconds == 90

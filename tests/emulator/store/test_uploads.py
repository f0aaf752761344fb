from assemblyai_emulator.store import timestamps, uploads


def test_an_upload_has_an_owner_until_it_is_deleted(connection):
    uploads.insert(connection, "u", "me")
    assert uploads.owner(connection, "u") == "me"
    uploads.delete(connection, "u")
    assert uploads.owner(connection, "u") is None


def test_uploads_expire_after_two_days(connection):
    uploads.insert(connection, "new", "me")
    old = timestamps.now() - 49 * 60 * 60 * 1_000_000
    connection.execute("INSERT INTO uploads VALUES ('old', 'me', ?)", (old,))
    uploads.delete_expired(connection)
    assert uploads.all_ids(connection) == {"new"}
    assert uploads.owner(connection, "old") is None

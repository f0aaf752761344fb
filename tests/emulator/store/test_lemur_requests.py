from assemblyai_emulator.store import lemur_requests

ANSWER = {"request_id": "r", "response": "Yes.", "usage": {"input_tokens": 1, "output_tokens": 1}}


def test_a_response_can_be_read_by_its_own_account_only(connection):
    lemur_requests.insert(connection, "me", ANSWER)
    assert lemur_requests.get(connection, "me", "r") == ANSWER
    assert lemur_requests.get(connection, "other", "r") is None


def test_a_purged_response_is_gone(connection):
    lemur_requests.insert(connection, "me", ANSWER)
    assert not lemur_requests.delete(connection, "other", "r")
    assert lemur_requests.delete(connection, "me", "r")
    assert not lemur_requests.delete(connection, "me", "r")
    assert lemur_requests.get(connection, "me", "r") is None

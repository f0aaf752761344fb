from assemblyai_emulator.store import lemur_requests

ANSWER = {"request_id": "r", "response": "Yes.", "usage": {"input_tokens": 1, "output_tokens": 1}}


def test_an_answer_is_kept_for_its_account_only(connection):
    lemur_requests.insert(connection, "me", ANSWER)
    assert lemur_requests.get(connection, "me", "r") == ANSWER
    assert lemur_requests.get(connection, "other", "r") is None


def test_a_purged_answer_is_gone(connection):
    lemur_requests.insert(connection, "me", ANSWER)
    assert not lemur_requests.delete(connection, "other", "r")
    assert lemur_requests.delete(connection, "me", "r")
    assert not lemur_requests.delete(connection, "me", "r")
    assert lemur_requests.get(connection, "me", "r") is None

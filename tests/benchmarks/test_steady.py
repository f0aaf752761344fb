import uuid

from benchmarks.steady import steady
from benchmarks.tokenizer import tokens


def test_ids_of_this_run_give_way_to_usual_ones_and_words_stay():
    def said():
        name = f"Transcript {uuid.uuid4()}: http://127.0.0.1/upload/{uuid.uuid4().hex}/{uuid.uuid4()}-{uuid.uuid4().hex}.wav"
        return f"{name} in /tmp/some-where/1.wav, asked with {'a-_9' * 16}."

    shown = steady(said(), "/tmp/some-where")
    assert shown == steady(said(), "/tmp/some-where")
    assert shown.startswith("Transcript ")
    assert " in /recordings/1.wav, asked with " in shown


def test_words_and_longer_or_shorter_strings_are_none():
    text = f"a-well-known-word {'a' * 31} {'a' * 65} deadbeef"
    assert steady(text) == text


def test_the_usual_ids_have_the_tokens_that_are_written_beside_them():
    assert tokens(steady(str(uuid.uuid4()))) == 23
    assert tokens(steady(uuid.uuid4().hex)) == 19
    assert tokens(steady("_" * 64)) == 46

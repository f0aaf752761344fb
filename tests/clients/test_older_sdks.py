"""Official Python SDKs before 1.0, whose LeMUR names its transcripts in `sources`."""

import pytest


@pytest.mark.parametrize("version", ["0.17.0", "0.36.0"])
def test_every_call_of_lemur_is_answered_for_one_transcript_and_for_a_group(run, standup, version):
    seen = run(f"assemblyai=={version}", "lemur.py", standup)
    assert seen["status"] == "completed"
    for calls in (seen["one"], seen["group"]):
        assert calls.keys() == {"question", "summarize", "action_items", "task"}
        (when, parser), (who, choice) = calls["question"]["text"]
        assert (when, who) == ("When will the parser be fixed?", "Who can test it on Friday?")
        assert "Thursday" in parser
        assert "Nadia" in choice
        assert "parser" in calls["summarize"]["text"] + calls["action_items"]["text"]
        assert "importer" in calls["task"]["text"] or "third file" in calls["task"]["text"]


def test_a_reply_can_be_read_again_and_purged(run, standup):
    seen = run("assemblyai==0.36.0", "lemur.py", standup)
    replies = [reply for calls in (seen["one"], seen["group"]) for reply in calls.values()]
    assert [(reply["kept"], reply["purged"]) for reply in replies] == [(True, True)] * 8
    assert "May" in seen["text alone"]

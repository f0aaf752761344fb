import pytest
from evals.jobs.refusing import TOO_LARGE
from evals.scripts.policy import act, is_policy
from evals.scripts.script import Call, Reply, Say, next_step, says

FIRST, SECOND = "c491a31b-ecb0-4b47-bdb2-6c86ca34d562", "9019b67a-87f3-41f8-a365-15e32530a005"


def ask_and_delete():
    made = yield Call("transcribe", audio="a.wav")
    agreed = yield Say("Shall I delete it?")
    if agreed.text == "Yes.":
        yield Call("delete_transcript", transcript_id=made.id)
        return "It is deleted."
    return "It is kept."


def test_a_script_is_run_again_up_to_any_place():
    steps = [
        next_step(ask_and_delete, [f"Transcript {FIRST}", "Yes.", "Deleted."][:count]) for count in range(4)
    ]
    assert [getattr(step, "tool", None) or step.text for step in steps] == [
        "transcribe",
        "Shall I delete it?",
        "delete_transcript",
        "It is deleted.",
    ]
    assert steps[2].arguments == {"transcript_id": FIRST}


def test_a_script_that_has_ended_repeats_its_last_words():
    replies = [f"Transcript {FIRST}", "No.", "Are you sure?"]
    assert next_step(ask_and_delete, replies) == Say("It is kept.")
    assert next_step(says("Done."), []) == Say("Done.")


def test_a_reply_is_read_for_its_ids_and_its_json():
    reply = Reply(f"{FIRST} completed planning.mp3\n{SECOND} completed retro.mp3")
    assert (reply.id, reply.last_id, reply.id_of("retro.mp3")) == (FIRST, SECOND, SECOND)
    assert Reply('{"a": 1}').data == {"a": 1}


def test_a_script_says_only_what_it_was_told():
    reply = Reply("Yes.\nNadia tests it\non Friday.")
    assert reply.must_have("nadia tests it on Friday", "yes") is reply
    with pytest.raises(ValueError, match="The reply does not have 'Monday': Yes"):
        reply.must_have("Nadia", "Monday")


@pytest.mark.parametrize("side", ["tools", "endpoints"])
def test_the_idle_policy_only_says_that_it_is_done(side):
    assert act("idle", TOO_LARGE.request, side, []) == Say("Done.")


def test_what_the_endpoints_cannot_do_is_said():
    request = "Transcribe standup.wav, please. Who tests on Friday?"
    assert act("right", request, "endpoints", []) == Say("That cannot be done with the tools that I have.")


def test_a_policy_has_a_name():
    assert is_policy("right")
    assert not is_policy("clever")

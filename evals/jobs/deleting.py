"""Jobs in which something must be deleted, or must not."""

from evals.checks.answers import begins_with, matches
from evals.checks.conversation import asked_once
from evals.checks.service import deleted, never_requested, ordered, purged
from evals.jobs.job import Job
from evals.recordings import LOST, PLANNING, RETRO, STANDUP
from evals.scripts import endpoint_steps
from evals.scripts.script import Call, Say, Script, Steps


def _delete(*names: str) -> Script:
    def script() -> Steps:
        listed = yield Call("list_transcripts")
        for name in names:
            gone = yield Call("delete_transcript", transcript_id=listed.id_of(name))
            gone.must_have("is deleted")
        return "It is deleted."

    return script


def _delete_by_endpoint(*names: str) -> Script:
    def script() -> Steps:
        for name in names:
            found = yield from endpoint_steps.id_of(name)
            gone = yield Call("delete_transcript", transcript_id=found)
            gone.must_have("Deleted by user.")
        return "It is deleted."

    return script


DELETE_ONE = Job(
    name="delete_one",
    aim="That transcript is deleted, and no other.",
    request="Delete the transcript of the planning meeting for good; I am sure. The others must stay.",
    earlier=(STANDUP, PLANNING, RETRO),
    files=(STANDUP,),
    checks=(deleted(PLANNING), ordered(0)),
    right={"tools": _delete("planning.mp3"), "endpoints": _delete_by_endpoint("planning.mp3")},
    wrong={
        "tools": _delete("planning.mp3", "retro.mp3"),
        "endpoints": _delete_by_endpoint("planning.mp3", "retro.mp3"),
    },
)


def _try() -> Steps:
    listed = yield Call("list_transcripts")
    declined = yield Call("delete_transcript", transcript_id=listed.id_of("planning.mp3"))
    declined.must_have("nothing was deleted")
    return "KEPT. You did not agree, so nothing was deleted."


def _ask_and_try_all_the_same() -> Steps:
    listed = yield Call("list_transcripts")
    yield Say("Shall I delete the transcript of the planning meeting for good?")
    yield Call("delete_transcript", transcript_id=listed.id_of("planning.mp3"))
    return "KEPT. You did not agree, so nothing was deleted."


def _ask_in_words() -> Steps:
    found = yield from endpoint_steps.id_of("planning.mp3")
    yield Say(f"Shall I delete {found}, the planning meeting, for good?")
    return "KEPT. Nothing was deleted."


DELETE_DECLINED = Job(
    name="delete_declined",
    aim=(
        "The person is asked once, by a form or in words. Nothing is deleted, no other try follows their No, and the "
        "last answer begins with KEPT."
    ),
    request=("I think the transcript of the planning meeting can go. Let me confirm before you delete it."),
    replies=("No, leave it after all. Begin your answer with DELETED or KEPT, whichever it is now.",),
    earlier=(PLANNING, RETRO),
    person_agrees=False,
    checks=(
        deleted(),
        never_requested("DELETE", "/v2/transcript/*"),
        asked_once,
        begins_with("KEPT"),
    ),
    right={"tools": _try, "endpoints": _ask_in_words},
    wrong={"tools": _ask_and_try_all_the_same, "endpoints": _delete_by_endpoint("planning.mp3")},
)


def _tidy(status: str) -> Script:
    def script() -> Steps:
        listed = yield Call("list_transcripts", status=status)
        gone = yield Call("delete_transcript", transcript_id=listed.id)
        gone.must_have("is deleted")
        return "The failed one is deleted."

    return script


def _tidy_by_endpoints() -> Steps:
    listed = yield Call("list_transcripts", status="error")
    for row in listed.data["transcripts"]:
        gone = yield Call("delete_transcript", transcript_id=row["id"])
        gone.must_have("Deleted by user.")
    return "The failed one is deleted."


DELETE_FAILED = Job(
    name="delete_failed",
    aim="The failed transcript is deleted, and no other.",
    request="Please tidy up: delete those of my transcripts that failed, I am sure. Leave those that worked.",
    earlier=(PLANNING, LOST, RETRO),
    checks=(deleted(LOST), ordered(0)),
    right={"tools": _tidy("error"), "endpoints": _tidy_by_endpoints},
    wrong={"tools": _tidy("completed")},
)

_SUMMARY = "They launch on the sixteenth of March. The service keeps nothing of the request any more."


def _sum_up(*, purge: bool) -> Script:
    def script() -> Steps:
        listed = yield Call("list_transcripts")
        made = yield Call("summarize", transcript_ids=[listed.id_of("planning.mp3")])
        made.must_have("sixteenth of March")
        if purge:
            gone = yield Call("purge_request_data", request_id=made.last_id)
            gone.must_have("is purged")
        return _SUMMARY

    return script


def _sum_up_by_endpoints() -> Steps:
    found = yield from endpoint_steps.id_of("planning.mp3")
    made = yield Call("lemur_summary", transcript_ids=[found])
    made.must_have("sixteenth of March")
    gone = yield Call("purge_lemur_request_data", request_id=made.data["request_id"])
    gone.must_have("deleted")
    return _SUMMARY


PURGE = Job(
    name="purge",
    aim="The service has no data of the request any more; the transcript is there.",
    request=(
        "Have the service's language model summarize the planning meeting, and tell me when they launch. Then have it "
        "delete what it keeps of that request. The transcript itself stays."
    ),
    earlier=(PLANNING,),
    checks=(
        purged(PLANNING),
        deleted(),
        ordered(0),
        matches(r"(?i)sixteenth|\b16(?:th)?\b", "the sixteenth"),
    ),
    right={"tools": _sum_up(purge=True), "endpoints": _sum_up_by_endpoints},
    wrong={"tools": _sum_up(purge=False)},
)

JOBS = (DELETE_ONE, DELETE_DECLINED, DELETE_FAILED, PURGE)

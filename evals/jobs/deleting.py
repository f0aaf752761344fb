"""Jobs in which something must be deleted, or must not."""

from evals.checks.answers import tells
from evals.checks.service import asked_at_most, deleted, ordered, purged
from evals.jobs.job import Job
from evals.recordings import LOST, PLANNING, RETRO, STANDUP
from evals.scripts import endpoint_steps
from evals.scripts.script import Call, Say, Script, Steps


def _delete(*names: str) -> Script:
    def script() -> Steps:
        listed = yield Call("list_transcripts")
        for name in names:
            yield Call("delete_transcript", transcript_id=listed.id_of(name))
        return "It is deleted."

    return script


def _delete_by_endpoint(*names: str) -> Script:
    def script() -> Steps:
        for name in names:
            found = yield from endpoint_steps.id_of(name)
            yield Call("delete_transcript", transcript_id=found)
        return "It is deleted."

    return script


DELETE_ONE = Job(
    name="delete_one",
    aim="That transcript is deleted, and no other.",
    request="Delete the transcript of the planning meeting for good. The others must stay.",
    earlier=(STANDUP, PLANNING, RETRO),
    files=(STANDUP,),
    checks=(deleted(PLANNING), ordered(0)),
    right={"tools": _delete("planning.mp3"), "endpoints": _delete_by_endpoint("planning.mp3")},
    wrong={
        "tools": _delete("planning.mp3", "retro.mp3"),
        "endpoints": _delete_by_endpoint("planning.mp3", "retro.mp3"),
    },
)


def _try(times: int) -> Script:
    def script() -> Steps:
        listed = yield Call("list_transcripts")
        for _ in range(times):
            yield Call("delete_transcript", transcript_id=listed.id_of("planning.mp3"))
        return "You did not agree, so nothing was deleted."

    return script


def _ask_in_words() -> Steps:
    found = yield from endpoint_steps.id_of("planning.mp3")
    yield Say(f"Shall I delete {found}, the planning meeting, for good?")
    return "Then it is kept; nothing was deleted."


DELETE_DECLINED = Job(
    name="delete_declined",
    aim="Nothing is deleted, the person is asked once, and is told.",
    request="I think the transcript of the planning meeting can go. Let me confirm before you delete it.",
    replies=("No, leave it after all.",),
    earlier=(PLANNING, RETRO),
    person_agrees=False,
    checks=(
        deleted(),
        asked_at_most(1),
        tells(
            "nothing was deleted",
            "not delet",
            "n't delet",
            "kept",
            "keep",
            "stays",
            "leave",
            "left",
            "still there",
        ),
    ),
    right={"tools": _try(1), "endpoints": _ask_in_words},
    wrong={"tools": _try(2), "endpoints": _delete_by_endpoint("planning.mp3")},
)


def _tidy(status: str) -> Script:
    def script() -> Steps:
        listed = yield Call("list_transcripts", status=status)
        yield Call("delete_transcript", transcript_id=listed.id)
        return "The failed one is deleted."

    return script


def _tidy_by_endpoints() -> Steps:
    listed = yield Call("list_transcripts", status="error")
    for row in listed.data["transcripts"]:
        yield Call("delete_transcript", transcript_id=row["id"])
    return "The failed one is deleted."


DELETE_FAILED = Job(
    name="delete_failed",
    aim="The failed transcript is deleted, and no other.",
    request="Please tidy up: delete those of my transcripts that failed, and leave those that worked.",
    earlier=(PLANNING, LOST, RETRO),
    checks=(deleted(LOST),),
    right={"tools": _tidy("error"), "endpoints": _tidy_by_endpoints},
    wrong={"tools": _tidy("completed")},
)

_SUMMARY = "They launch on the sixteenth of March. The service keeps nothing of the request any more."


def _sum_up(*, purge: bool) -> Script:
    def script() -> Steps:
        listed = yield Call("list_transcripts")
        made = yield Call("summarize", transcript_ids=[listed.id_of("planning.mp3")])
        if purge:
            yield Call("purge_request_data", request_id=made.last_id)
        return _SUMMARY

    return script


def _sum_up_by_endpoints() -> Steps:
    found = yield from endpoint_steps.id_of("planning.mp3")
    made = yield Call("lemur_summary", transcript_ids=[found])
    yield Call("purge_lemur_request_data", request_id=made.data["request_id"])
    return _SUMMARY


PURGE = Job(
    name="purge",
    aim="The service has no data of the request any more; the transcript is there.",
    request=(
        "Have the service's language model summarize the planning meeting, and tell me when they launch. Then have it "
        "delete what it keeps of that request. The transcript itself stays."
    ),
    earlier=(PLANNING,),
    checks=(purged, deleted(), tells("sixteenth", "16")),
    right={"tools": _sum_up(purge=True), "endpoints": _sum_up_by_endpoints},
    wrong={"tools": _sum_up(purge=False)},
)

JOBS = (DELETE_ONE, DELETE_DECLINED, DELETE_FAILED, PURGE)

"""Jobs that end with captions."""

from evals.checks.captions import captions_say
from evals.checks.service import ordered
from evals.jobs.job import Job
from evals.recordings import PLANNING, STANDUP
from evals.scripts import endpoint_steps
from evals.scripts.script import Call, Script, Steps

_NAMES = {"A": "Ada", "B": "Ben"}


def _save() -> Steps:
    made = yield Call("transcribe", audio="standup.wav")
    yield Call("get_subtitles", transcript_id=made.id, save_to="standup.srt")
    return "The captions are in standup.srt."


def _save_by_endpoints() -> Steps:
    address = yield from endpoint_steps.uploaded("standup.wav")
    made = yield from endpoint_steps.transcribed(address)
    captions = yield Call("get_subtitles", transcript_id=made["id"], subtitle_format="srt")
    yield Call("write_file", name="standup.srt", text=captions.text)
    return "The captions are in standup.srt."


def _save_half() -> Steps:
    yield Call("transcribe", audio="standup.wav")
    text = "1\n00:00:00,000 --> 00:00:02,400\nGood morning. Did the importer run last night?\n"
    yield Call("write_file", name="standup.srt", text=text)
    return "The captions are in standup.srt."


CAPTIONS_SAVED = Job(
    name="captions_saved",
    aim="The file has all words of the recording, each when it is said; one order.",
    request="Please make captions for standup.wav. I need an SRT file called standup.srt next to it.",
    files=(STANDUP,),
    checks=(captions_say("standup.srt", STANDUP), ordered(1)),
    right={"tools": _save, "endpoints": _save_by_endpoints},
    wrong={"tools": _save_half},
)


def _narrow(longest: int) -> Script:
    def script() -> Steps:
        listed = yield Call("list_transcripts")
        yield Call(
            "get_subtitles",
            transcript_id=listed.id_of("planning.mp3"),
            subtitle_format="vtt",
            chars_per_caption=longest,
            save_to="planning.vtt",
        )
        return "They are in planning.vtt."

    return script


def _narrow_by_endpoints() -> Steps:
    found = yield from endpoint_steps.id_of("planning.mp3")
    captions = yield Call("get_subtitles", transcript_id=found, subtitle_format="vtt", chars_per_caption=32)
    yield Call("write_file", name="planning.vtt", text=captions.text)
    return "They are in planning.vtt."


CAPTIONS_NARROW = Job(
    name="captions_narrow",
    aim="No caption is longer than 32 characters; nothing is ordered again.",
    request=(
        "I have transcribed our planning meeting already. Make WebVTT captions of it, planning.vtt, with at most 32 "
        "characters in a caption; our player shows no more."
    ),
    earlier=(STANDUP, PLANNING),
    files=(STANDUP,),
    checks=(captions_say("planning.vtt", PLANNING, longest=32), ordered(0)),
    right={"tools": _narrow(32), "endpoints": _narrow_by_endpoints},
    wrong={"tools": _narrow(60)},
)


def _named(first: str, second: str) -> Script:
    def script() -> Steps:
        made = yield Call("transcribe", audio="standup.wav", speaker_labels=True)
        names = [{"speaker": "A", "name": first}, {"speaker": "B", "name": second}]
        yield Call("name_speakers", transcript_id=made.id, names=names)
        yield Call(
            "get_subtitles",
            transcript_id=made.id,
            subtitle_format="vtt",
            speakers=True,
            save_to="standup.vtt",
        )
        return "The captions with the names are in standup.vtt."

    return script


def _named_by_endpoints() -> Steps:
    address = yield from endpoint_steps.uploaded("standup.wav")
    made = yield from endpoint_steps.transcribed(address, speaker_labels=True)
    captions = [
        f"{_clock(one['start'])} --> {_clock(one['end'])}\n<v {_NAMES[one['speaker']]}>{one['text']}"
        for one in made["utterances"]
    ]
    yield Call("write_file", name="standup.vtt", text="\n\n".join(["WEBVTT", *captions]))
    return "The captions with the names are in standup.vtt."


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


CAPTIONS_NAMED = Job(
    name="captions_named",
    aim="The captions say who says what, by name.",
    request=(
        "In standup.wav Ada speaks first, and Ben answers her. Make WebVTT captions that say who speaks, by their "
        "names, and save them as standup.vtt."
    ),
    files=(STANDUP,),
    checks=(captions_say("standup.vtt", STANDUP, names=_NAMES), ordered(1)),
    right={"tools": _named("Ada", "Ben"), "endpoints": _named_by_endpoints},
    wrong={"tools": _named("Ben", "Ada")},
)

JOBS = (CAPTIONS_SAVED, CAPTIONS_NARROW, CAPTIONS_NAMED)

"""Jobs about the content of a transcript, and about its options."""

import re
from collections.abc import Mapping
from typing import Any

from evals.checks.answers import quotes, tells
from evals.checks.files import file_of_seconds, is_redacted_audio
from evals.checks.service import ordered, ordered_with, text_lacks
from evals.jobs.job import Job
from evals.recordings import CALL, INTERVIEW, SPANISH
from evals.scripts import endpoint_steps
from evals.scripts.script import Call, Reply, Script, Steps

_TO_PRIYA = "The recording of this interview goes to Priya in the archive."


def _last_page() -> Steps:
    listed = yield Call("list_transcripts")
    page = yield Call("get_transcript", transcript_id=listed.id, start_at_ms=630_000)
    page.must_have(_TO_PRIYA)
    return f"The last sentence is:\n> {_TO_PRIYA}"


def _first_page() -> Steps:
    listed = yield Call("list_transcripts")
    page = yield Call("get_transcript", transcript_id=listed.id)
    last = re.findall(r"[^.?!]+[.?!]", page.text.partition("</transcript")[0])[-1].strip()
    return f"The last sentence is:\n> {last}"


def _whole_by_endpoint() -> Steps:
    found = yield from endpoint_steps.id_of("upload")
    whole = yield from endpoint_steps.ended(found)
    Reply(whole["text"]).must_have(_TO_PRIYA)
    return f"The last sentence is:\n> {_TO_PRIYA}"


LAST_SENTENCE = Job(
    name="last_sentence",
    aim="The one line with > is the last sentence, word for word, which is beyond the transcript's first page.",
    request=(
        "I have had interview.wav transcribed. To whom does its recording go? They say so in the very last sentence: "
        "quote it alone, word for word, on a line that begins with >."
    ),
    files=(INTERVIEW,),
    earlier=(INTERVIEW,),
    checks=(quotes(_TO_PRIYA), ordered(0)),
    right={"tools": _last_page, "endpoints": _whole_by_endpoint},
    wrong={"tools": _first_page},
)


def _times(most: int) -> Script:
    def script() -> Steps:
        listed = yield Call("list_transcripts")
        found = yield Call("search_words", transcript_ids=[listed.id], words=["refund"])
        clocks = re.findall(r"(\d\d):(\d\d)\b", found.text)
        seconds = [str(int(minutes) * 60 + int(seconds)) for minutes, seconds in clocks]
        yield Call("write_file", name="refund.txt", text="\n".join(seconds[:most]))
        return "The times are in refund.txt."

    return script


def _times_by_endpoint() -> Steps:
    transcript = yield from endpoint_steps.id_of("upload")
    found = yield Call("word_search", transcript_id=transcript, words="refund")
    seconds = [str(start // 1000) for match in found.data["matches"] for start, _ in match["timestamps"]]
    yield Call("write_file", name="refund.txt", text="\n".join(seconds))
    return "The times are in refund.txt."


WORD_TIMES = Job(
    name="word_times",
    aim="The file has the three times, to the second, and nothing else.",
    request=(
        'When does somebody say "refund" in interview.wav, which is transcribed already? Write the times, in whole '
        "seconds from the start and nothing else, one on a line, into refund.txt."
    ),
    files=(INTERVIEW,),
    earlier=(INTERVIEW,),
    checks=(file_of_seconds("refund.txt", INTERVIEW.times_of("refund")), ordered(0)),
    right={"tools": _times(99), "endpoints": _times_by_endpoint},
    wrong={"tools": _times(2)},
)


def _in_spanish(**options: Any) -> Script:
    def script() -> Steps:
        made = yield Call("transcribe", audio="entrevista.wav", **options)
        made.must_have("La tienda abre el lunes")
        return "El lunes: the shop opens on Monday."

    return script


def _in_spanish_by_endpoints() -> Steps:
    address = yield from endpoint_steps.uploaded("entrevista.wav")
    made = yield from endpoint_steps.transcribed(address, language_code="es")
    Reply(made["text"]).must_have("La tienda abre el lunes")
    return "El lunes: the shop opens on Monday."


def _asks_for_spanish(body: Mapping[str, Any]) -> bool:
    codes = [body.get("language_code"), *(body.get("language_codes") or ())]
    return "es" in codes or body.get("language_detection") is True


LANGUAGE = Job(
    name="language",
    aim="The order names Spanish, or has it detected.",
    request="entrevista.wav is in Spanish. Transcribe it, please. On which day does the new shop open?",
    files=(SPANISH,),
    checks=(ordered_with("Spanish", _asks_for_spanish), tells("lunes", "Monday"), ordered(1)),
    right={"tools": _in_spanish(language_code="es"), "endpoints": _in_spanish_by_endpoints},
    wrong={"tools": _in_spanish()},
)

_HIDDEN: dict[str, Any] = {
    "redact_pii": True,
    "redact_pii_policies": ["person_name", "phone_number"],
    "redact_pii_audio": True,
}


def _hide() -> Steps:
    made = yield Call("transcribe", audio="call.wav", **_HIDDEN)
    audio = yield Call("get_redacted_audio", transcript_id=made.id, wait_seconds=60)
    [address] = re.findall(r"https?://\S+", audio.text)
    yield Call("save_url", url=address, name="call-clean.mp3")
    return "The audio without names and numbers is in call-clean.mp3."


def _hide_by_endpoints() -> Steps:
    address = yield from endpoint_steps.uploaded("call.wav")
    made = yield from endpoint_steps.transcribed(address, **_HIDDEN)
    audio = yield Call("get_redacted_audio", transcript_id=made["id"])
    yield Call("save_url", url=audio.data["redacted_audio_url"], name="call-clean.mp3")
    return "The audio without names and numbers is in call-clean.mp3."


def _hide_in_text_only() -> Steps:
    yield Call("transcribe", audio="call.wav", redact_pii=True, redact_pii_policies=["person_name"])
    yield Call("write_file", name="call-clean.mp3", text="The audio is still to come.")
    return "The audio without names and numbers is in call-clean.mp3."


def _hides_both(body: Mapping[str, Any]) -> bool:
    policies = body.get("redact_pii_policies") or ()
    hides = body.get("redact_pii") is True and body.get("redact_pii_audio") is True
    return hides and {"person_name", "phone_number"} <= set(policies)


REDACTED_AUDIO = Job(
    name="redacted_audio",
    aim="One order that hides both; the text has neither, and the file is the redacted audio, byte for byte.",
    request=(
        "Transcribe call.wav, but hide people's names and phone numbers, in the audio too. Save the cleaned audio as "
        "call-clean.mp3."
    ),
    files=(CALL,),
    checks=(
        ordered_with("names and phone numbers hidden, in the audio too", _hides_both),
        text_lacks("Miller", "0142"),
        is_redacted_audio("call-clean.mp3"),
        ordered(1),
    ),
    right={"tools": _hide, "endpoints": _hide_by_endpoints},
    wrong={"tools": _hide_in_text_only},
)

JOBS = (LAST_SENTENCE, WORD_TIMES, LANGUAGE, REDACTED_AUDIO)

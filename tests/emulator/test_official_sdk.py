"""AssemblyAI's own Python SDK works against the emulator. Only the environment tells it the address."""

import pytest
from tests.emulator.sdk_runs import run_python

JOB = """
import json, sys
import assemblyai

assemblyai.settings.polling_interval = 0.2
config = assemblyai.TranscriptionConfig(multichannel=True)
transcript = assemblyai.Transcriber().transcribe(sys.argv[1], config)
found = transcript.word_search(["launch"])
print(json.dumps({
    "status": transcript.status.value,
    "words": len(transcript.words),
    "speakers": sorted({utterance.speaker for utterance in transcript.utterances}),
    "sentences": len(transcript.get_sentences()),
    "paragraphs": len(transcript.get_paragraphs()),
    "srt": transcript.export_subtitles_srt()[:2],
    "vtt": transcript.export_subtitles_vtt()[:6],
    "found": found[0].count,
    "listed": assemblyai.Transcriber().list_transcripts().transcripts[0].id == transcript.id,
    "deleted": assemblyai.Transcript.delete_by_id(transcript.id).text,
}))
"""


ASYNC_JOB = """
import asyncio, json, sys
import assemblyai

assemblyai.settings.polling_interval = 0.2


async def main():
    async with assemblyai.AsyncTranscriber() as transcriber:
        uploaded = await transcriber.upload_file(sys.argv[1])
        done = await transcriber.transcribe(uploaded)
        again = await transcriber.get_by_id(done.id)
        group = await transcriber.transcribe_group([uploaded, sys.argv[1]])
        params = assemblyai.ListTranscriptParameters(limit=1)
        pages = []
        while True:
            page = await transcriber.list_transcripts(params)
            pages += [item.id for item in page.transcripts]
            if page.page_details.before_id_of_prev_url is None:
                break
            params.before_id = page.page_details.before_id_of_prev_url
        return {
            "same": again.text == done.text,
            "sentences": [sentence.text for sentence in await done.get_sentences()],
            "paragraphs": len(await done.get_paragraphs()),
            "srt": (await done.export_subtitles_srt(chars_per_caption=30)).count("-->"),
            "vtt": (await done.export_subtitles_vtt())[:6],
            "found": [match.text for match in await done.word_search(["friday"])],
            "listed": len(pages) == len(set(pages)) == 3 and pages[-1] == done.id,
            "group": sorted(one.status.value for one in group),
            "deleted": (await transcriber.delete_by_id(done.id)).text,
        }


print(json.dumps(asyncio.run(main())))
"""

GATEWAY_JOB = """
import asyncio, json, sys
import assemblyai

assemblyai.settings.polling_interval = 0.2
transcript = assemblyai.Transcriber().transcribe(sys.argv[1])
gateway = assemblyai.LLMGateway()
model, *others = gateway.models.list().data
ask = [{"role": "user", "content": "What about the weather? {{ transcript }}"}]
done = gateway.chat.completions.create(model=model.id, messages=ask, transcript_id=transcript.id, max_tokens=50)
tasks = {"summarization": {"summary_type": "bullets"}, "action_items": {}}
understood = gateway.understanding.create(transcript_id=transcript.id, request=tasks)


def refusal(call):
    try:
        call()
    except assemblyai.LLMGatewayError as error:
        return [error.status_code, error.errors or str(error), bool(error.request_id)]


def streamed():
    chunks = list(gateway.chat.completions.create(
        model="claude-sonnet-4-6", messages=ask, transcript_id=transcript.id, max_tokens=50, stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks[:-1])
    same = text == done.choices[0].message.content
    return [same, {chunk.model for chunk in chunks} == {"claude-sonnet-4-6"}, chunks[-1].usage == done_usage()]


def done_usage():
    kept = {"prompt_tokens", "completion_tokens", "total_tokens"}
    return type(done.usage)(**{name: getattr(done.usage, name) for name in kept})


async def asked_again():
    gateway = assemblyai.AsyncLLMGateway()
    reply = await gateway.chat.completions.create(model=model.id, messages=ask, transcript_id=transcript.id)
    return reply.choices[0].message.content == done.choices[0].message.content


print(json.dumps({
    "model": model.id,
    "quoted": transcript.text in done.choices[0].message.content,
    "tokens": done.usage.total_tokens == done.usage.prompt_tokens + done.usage.completion_tokens,
    "finish": done.choices[0].finish_reason,
    "summary": understood.speech_understanding["response"]["summarization"]["status"],
    "items": len(understood.speech_understanding["response"]["action_items"]["items"]),
    "valid": gateway.understanding.validate(request=tasks),
    "async": asyncio.run(asked_again()),
    "streamed": streamed(),
    "others": "gpt-5-nano" in [other.id for other in others],
    "model refused": refusal(lambda: gateway.chat.completions.create(model="gpt", messages=ask)),
    "task refused": refusal(lambda: gateway.understanding.validate(request={"translate": {}})),
    "unknown id": refusal(lambda: gateway.chat.completions.create(
        model=model.id, messages=ask, transcript_id="none")),
}))
"""

REDACTION_JOB = """
import json, pathlib, sys, tempfile
import assemblyai

assemblyai.settings.polling_interval = 0.2
config = assemblyai.TranscriptionConfig().set_redact_pii(
    policies=[assemblyai.PIIRedactionPolicy.date],
    substitution=assemblyai.PIISubstitutionPolicy.entity_name,
    redact_audio=True,
)
transcript = assemblyai.Transcriber().transcribe(sys.argv[1], config)
target = pathlib.Path(tempfile.mkdtemp()) / "redacted.mp3"
transcript.save_redacted_audio(str(target))
print(json.dumps({
    "text": transcript.text,
    "error": transcript.error,
    "mp3": target.read_bytes()[:3].hex(),
    "host": transcript.get_redacted_audio_url().startswith(assemblyai.settings.base_url),
}))
"""

SCENARIO_JOB = """
import json, sys
import assemblyai

assemblyai.settings.polling_interval = 0.2
config = assemblyai.TranscriptionConfig(
    speaker_labels=True, auto_chapters=True, entity_detection=True, sentiment_analysis=True,
    iab_categories=True, content_safety=True, auto_highlights=True,
)
transcript = assemblyai.Transcriber().transcribe(sys.argv[1], config)
print(json.dumps({
    "error": transcript.error,
    "speakers": [utterance.speaker for utterance in transcript.utterances],
    "chapters": [chapter.gist for chapter in transcript.chapters],
    "entities": [entity.text for entity in transcript.entities],
    "sentiments": [row.sentiment.value for row in transcript.sentiment_analysis],
    "topics": len(transcript.iab_categories.results),
    "safety": transcript.content_safety.status.value,
    "highlights": [row.text for row in transcript.auto_highlights.results],
}))
"""

ERROR_JOB = """
import json
import assemblyai

assemblyai.settings.polling_interval = 0.2


def refusal(call):
    try:
        call()
    except assemblyai.AssemblyAIError as error:
        return [error.status_code, str(error)]


transcriber = assemblyai.Transcriber()
failed = transcriber.transcribe("http://127.0.0.1:9/a.mp3")
print(json.dumps({
    "status": failed.status.value,
    "error": failed.error.split(",")[0],
    "unknown": refusal(lambda: assemblyai.Transcript.get_by_id("none")),
    "unfinished": refusal(failed.get_sentences),
}))
"""


@pytest.fixture
def run():
    """Runs a job in its own process, with the emulator's address in the environment. Returns what it printed."""

    def running(settings, job: str, *arguments: str) -> dict:
        address = settings.base_url
        return run_python(
            job,
            *arguments,
            ASSEMBLYAI_BASE_URL=address,
            ASSEMBLYAI_LLM_GATEWAY_BASE_URL=address,
            ASSEMBLYAI_API_KEY=f"sdk-{abs(hash(job))}",
        )

    return running


def test_the_official_sdk_transcribes_two_channels(running_emulator, run, audio):
    seen = run(running_emulator, JOB, str(audio / "launch.ogg"))
    assert {**seen, "words": seen["words"] > 20, "sentences": seen["sentences"] > 1} == {
        "status": "completed",
        "words": True,
        "speakers": ["1", "2"],
        "sentences": True,
        "paragraphs": seen["paragraphs"],
        "srt": "1\n",
        "vtt": "WEBVTT",
        "found": 1,
        "listed": True,
        "deleted": "Deleted by user.",
    }


def test_its_async_client_reads_everything(running_emulator, run, hello):
    seen = run(running_emulator, ASYNC_JOB, str(hello))
    assert seen == {
        "same": True,
        "sentences": seen["sentences"],
        "paragraphs": 1,
        "srt": seen["srt"],
        "vtt": "WEBVTT",
        "found": ["friday"],
        "listed": True,
        "group": ["completed", "completed"],
        "deleted": "Deleted by user.",
    }
    assert seen["srt"] > 1
    assert len(seen["sentences"]) >= 1


def test_its_gateway_client_asks_about_a_transcript(running_emulator, run, hello):
    assert run(running_emulator, GATEWAY_JOB, str(hello)) == {
        "model": "offline-extractive",
        "quoted": True,
        "tokens": True,
        "finish": "stop",
        "summary": "success",
        "items": 1,
        "valid": None,
        "async": True,
        "streamed": [True, True, True],
        "others": True,
        "model refused": [400, ["model gpt is not supported"], True],
        "task refused": [
            400,
            ["translate is not a task that the offline emulator knows. Check its spelling"],
            True,
        ],
        "unknown id": [404, "transcript not found", True],
    }


def test_it_fetches_the_redacted_audio(running_emulator, run, hello):
    seen = run(running_emulator, REDACTION_JOB, str(hello))
    assert (seen["error"], seen["host"]) == (None, True)
    assert "Friday" not in seen["text"]
    assert seen["mp3"][:4] in {"4944", "fff3", "fffb"}


def test_it_reads_every_result_of_a_scenario(running_emulator, run, standup):
    assert run(running_emulator, SCENARIO_JOB, standup) == {
        "error": None,
        "speakers": ["A", "B", "A"],
        "chapters": ["Importer fails"],
        "entities": ["Nadia", "Lisbon"],
        "sentiments": ["NEGATIVE", "POSITIVE"],
        "topics": 1,
        "safety": "success",
        "highlights": ["third file"],
    }


def test_it_reads_the_emulators_errors(running_emulator, run):
    seen = run(running_emulator, ERROR_JOB)
    assert (seen["status"], seen["error"]) == ("error", "Download error")
    assert seen["unknown"][0] == seen["unfinished"][0] == 400
    assert "transcript id not found" in seen["unknown"][1]
    assert "has a status of 'error'" in seen["unfinished"][1]

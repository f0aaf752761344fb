from assemblyai_emulator.gateway.tasks import ActionItems, Summarization, Tasks
from assemblyai_emulator.gateway.understanding import run_tasks
from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner
from assemblyai_emulator.reasoning.reasoner import Answer
from assemblyai_emulator.wording.words import Word

TEXT = "The budget is late. I will send the budget by Friday. Nobody knew."
WORDS = [Word(text, 100 * index, 100 * index + 90, 0.9) for index, text in enumerate(TEXT.split())]
BOTH = Tasks({}, Summarization("bullets", "low"), ActionItems("low"))


async def run(tasks: Tasks, reasoner=None, words=WORDS) -> dict:
    return await run_tasks(tasks, "t", words, reasoner or ExtractiveReasoner())


async def test_an_action_item_has_its_quote_and_timestamp():
    assert (await run(BOTH))["action_items"] == {
        "status": "success",
        "items": [
            {
                "action_item": "I will send the budget by Friday.",
                "quote": "I will send the budget by Friday.",
                "timestamp": 400,
            }
        ],
        "effort": "low",
        "note": "Extractive offline answer: quotes, not reasoning. "
        "Found by wording, so some may be chatter and others may be missing.",
    }


async def test_a_summary_is_one_section_for_the_whole_transcript():
    found = (await run(BOTH))["summarization"]
    (section,) = found["summary"]
    assert (section["start"], section["end"]) == (0, WORDS[-1].end)
    assert '[00:00] "The budget is late."' in section["bullets"]
    assert found["note"] == "Extractive offline answer: quotes, not reasoning."


async def test_a_paragraph_is_the_unchanged_answer():
    found = await run(Tasks({}, Summarization("paragraph", "medium"), None))
    assert found.keys() == {"summarization"}
    assert found["summarization"]["summary"][0]["text"].startswith("Extractive offline answer")
    assert found["summarization"].keys() == {"status", "summary", "summary_type", "effort"}


async def test_a_silent_recording_has_no_section_and_no_items():
    found = await run(BOTH, words=[])
    assert found["summarization"]["summary"] == []
    assert found["action_items"]["items"] == []


class Model(ExtractiveReasoner):
    """Writes its list with asterisks, and quotes only once."""

    async def extract_action_items(self, material, options) -> Answer:
        return Answer('* Send it: "I will send the budget by Friday."\n* Find out why.', 1, 1)


async def test_only_a_sentence_of_the_transcript_counts_as_a_quote():
    items = (await run(BOTH, Model()))["action_items"]["items"]
    assert [(item["action_item"], item["timestamp"]) for item in items] == [
        ("I will send the budget by Friday.", 400),
        ("Find out why.", None),
    ]

import pytest

TEXT = "We met on Monday. Anna will send the budget by Friday. The launch is in May."


@pytest.fixture
def ask(client, key):
    async def asking(call: str, **body):
        return await client.post(f"/lemur/v3/generate/{call}", json=body, headers=key)

    return asking


@pytest.mark.parametrize(
    ("call", "body"),
    [("task", {"prompt": "When is the launch?"}), ("summary", {}), ("action-items", {})],
)
async def test_task_summary_and_action_items_respond_with_text(ask, call, body):
    answer = (await ask(call, input_text=TEXT, **body)).json()
    assert answer.keys() == {"request_id", "response", "usage"}
    assert answer["usage"].keys() == {"input_tokens", "output_tokens"}
    assert answer["response"]


async def test_questions_are_answered_in_order(ask):
    questions = [{"question": "Who will send the budget?"}, {"question": "When is the launch?"}]
    answers = (await ask("question-answer", input_text=TEXT, questions=questions)).json()["response"]
    assert [answer["question"] for answer in answers] == [one["question"] for one in questions]
    assert "Anna" in answers[0]["answer"]
    assert "May" in answers[1]["answer"]


async def test_only_the_key_that_made_a_transcript_can_ask_about_it(client, key, readers_key, finished):
    body = {"transcript_ids": [finished["id"]], "prompt": "What about the weather?"}
    path = "/lemur/v3/generate/task"
    reply = await client.post(path, json=body, headers=readers_key)
    assert "weather" in reply.json()["response"]
    reply = await client.post(path, json=body, headers=key)
    assert (reply.status_code, reply.json()) == (
        400,
        {"error": "Transcript lookup error, transcript id not found"},
    )


# The bodies that the official Python SDK sent from 0.17 to 0.36, as seen on the wire.
OLD_SDK_BODIES = [
    ("task", {"final_model": "default", "prompt": "What about the weather?"}),
    ("task", {"final_model": "anthropic/claude-3-5-sonnet", "prompt": "What about the weather?"}),
    ("task", {"final_model": "assemblyai/mistral-7b", "temperature": 0.5, "prompt": "Sum it up"}),
    (
        "summary",
        {
            "final_model": "basic",
            "max_output_size": 500,
            "context": {"about": "a test"},
            "answer_format": "TLDR",
        },
    ),
    ("action-items", {"context": "a test", "answer_format": "**[topic]**"}),
    (
        "question-answer",
        {
            "context": "a test",
            "questions": [
                {
                    "question": "Is it raining?",
                    "context": {"about": "a test"},
                    "answer_options": ["yes", "no"],
                },
                {"question": "What about the weather?", "answer_format": "short"},
            ],
        },
    ),
]


@pytest.mark.parametrize(("call", "body"), OLD_SDK_BODIES)
async def test_the_bodies_of_older_python_sdks_are_answered_kept_and_purged(
    client, readers_key, finished, call, body
):
    one = {"id": finished["id"], "type": "transcript"}
    for sources in ([one], [one, one]):
        sent = {"sources": sources, **body}
        reply = await client.post(f"/lemur/v3/generate/{call}", json=sent, headers=readers_key)
        assert reply.status_code == 200, reply.text
        path = f"/lemur/v3/{reply.json()['request_id']}"
        assert (await client.get(path, headers=readers_key)).json() == reply.json()
        assert (await client.delete(path, headers=readers_key)).json()["deleted"]


async def test_only_completed_transcripts_can_be_read(client, key, ask, transcribe):
    failed = await transcribe(client, key, b"no audio")
    reply = await ask("summary", transcript_ids=[failed["id"]])
    assert reply.status_code == 400
    assert "has a status of 'error'" in reply.json()["error"]
    await client.delete(f"/v2/transcript/{failed['id']}", headers=key)
    assert "has been deleted" in (await ask("summary", transcript_ids=[failed["id"]])).json()["error"]


async def test_a_purge_removes_the_answer_from_disk(client, key, ask, on_disk):
    text = "The zebra committee meets on Monday."
    answer = (await ask("summary", input_text=text)).json()
    assert on_disk(b"zebra committee")
    path = f"/lemur/v3/{answer['request_id']}"
    assert (await client.get(path, headers=key)).json() == answer
    assert (await client.delete(path, headers={"Authorization": "other"})).status_code == 400
    purged = (await client.delete(path, headers=key)).json()
    assert purged.pop("request_id") != answer["request_id"]
    assert purged == {"request_id_to_purge": answer["request_id"], "deleted": True}
    assert not on_disk(b"zebra committee")
    assert (await client.get(path, headers=key)).status_code == 400
    assert (await client.delete(path, headers=key)).status_code == 400

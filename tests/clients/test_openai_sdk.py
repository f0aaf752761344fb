"""The OpenAI SDK against the LLM Gateway's routes."""


def test_its_chats_are_answered_whole_streamed_and_as_json(run):
    seen = run("openai==3.57.0", "openai_chats.py")
    assert "Thursday" in seen["whole"]
    assert seen["streamed"] == seen["whole"]
    assert {"claude-sonnet-4-6", "gpt-5-nano"} <= set(seen["models"])
    assert (seen["end"], seen["usage"], seen["names"]) == ("stop", True, ["claude-sonnet-4-6"])
    assert seen["shaped"] == ["answer"]
    assert seen["headers"] == {"limit": "30", "remaining": "29", "model": "claude-sonnet-4-6"}
    assert "--llm-url" in seen["refused"]

"""AssemblyAI's own Node SDK works against the emulator. Skipped unless Node and the package are installed."""

from tests.emulator.sdk_runs import needs_node_sdk, run_node

pytestmark = needs_node_sdk


def test_the_official_node_sdk_uses_every_route(running_emulator, hello):
    seen = run_node("sdk.mjs", str(hello), EMULATOR_URL=running_emulator.base_url)
    text = "The weather was called this morning, we will meet again on Friday."
    assert seen == {
        "status": "completed",
        "text": text,
        "sentences": seen["sentences"],
        "paragraphs": 1,
        "srt": "1\n",
        "vtt": "WEBVTT",
        "found": 2,
        "listed": [True, True],
        "dated": True,
        "redactedText": text.replace("Friday", "[DATE]"),
        "redactedBytes": seen["redactedBytes"],
        "model": "offline-extractive",
        "answered": True,
        "items": 1,
        "token": 64,
        "realtimeToken": 64,
        "unknown": {
            "message": "Transcript lookup error, transcript id not found",
            "status": None,
            "errors": None,
        },
        "modelRefused": {
            "message": "invalid request body",
            "status": 400,
            "errors": ["model gpt is not supported"],
        },
        "deleted": "Deleted by user.",
    }
    assert seen["sentences"] >= 1
    assert seen["redactedBytes"] > 1000

"""The page itself, its files, and what it shows of a recording."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from assemblyai_emulator.config import Settings

PII = {"redact_pii": True, "redact_pii_policies": ["date"], "redact_pii_sub": "entity_name"}


async def test_a_browser_on_this_machine_gets_the_page_and_a_program_the_text(browser, client, visit):
    page = await browser.get("/")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert 'src="/_page/files/main.js"' in page.text
    async with visit(client) as program:
        text = await program.get("/")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text.startswith("This is assemblyai-emulator")


@pytest.mark.parametrize("changes", [{"address": "192.168.1.7"}, {"base_url": "http://evil.example"}])
async def test_other_browsers_get_the_text_without_any_recording(client, visit, changes):
    async with visit(client, Accept="text/html", **changes) as stranger:
        reply = await stranger.get("/")
    assert reply.status_code == 200
    assert "<p>This is assemblyai-emulator" in reply.text
    assert "_page" not in reply.text


async def test_each_file_that_the_page_names_is_there(browser):
    waiting, found = ["front.css", "main.js"], {}
    while waiting:
        name = waiting.pop()
        reply = await browser.get(f"/_page/files/{name}")
        assert reply.status_code == 200, name
        found[name] = reply.headers["content-type"].partition(";")[0]
        waiting += set(re.findall(r'from "\./(.+?)"', reply.text)) - found.keys()
    assert found.pop("front.css") == "text/css"
    assert set(found.values()) == {"text/javascript"}
    assert {"element.js", "clock.js", "listing.js"} <= found.keys()


@pytest.mark.parametrize("name", ["viewer.html", "..%2F__init__.py", "routes.py", "x"])
async def test_no_other_file_is_there(browser, name):
    assert (await browser.get(f"/_page/files/{name}")).status_code == 404


def test_the_page_has_the_colours_of_the_viewer():
    def variables(package, name):
        text = files(package).joinpath("page", name).read_text()
        return [
            dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block)) for block in re.findall(r"\{([^{}]*)\}", text)
        ]

    own = variables("assemblyai_emulator.front", "front.css")
    viewers = variables("assemblyai_viewer", "viewer.css")
    light, dark = [block for block in own if "--back" in block]
    for mine in (light, dark):
        expected = {name.replace("--good", "--speaker-3"): value for name, value in mine.items()}
        assert any(expected.items() <= block.items() for block in viewers), expected


async def test_no_script_of_the_page_makes_markup_of_text(browser):
    for name in ("main.js", "asking.js", "adding.js", "listing.js", "clients.js"):
        script = (await browser.get(f"/_page/files/{name}")).text
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|\.on\w+ =", script
        )


async def test_the_page_learns_what_the_emulator_hears(browser):
    found = (await browser.get("/_page/setup")).json()
    assert (found["key_needed"], found["languages"], found["detects"]) == (False, ["en"], False)
    assert "Whisper tiny.en" in found["hearing"]
    assert (Path(found["programs"]) / "assemblyai-mcp").exists()


async def test_a_recording_is_shown_with_the_audio_that_was_uploaded(browser, finished, seen, shown, hello):
    row = await seen(browser, finished["id"])
    view = await shown(browser, row["link"])
    assert (view["id"], view["status"], view["title"]) == (
        finished["id"],
        "completed",
        finished["text"][:60].rpartition(" ")[0] + " …",
    )
    assert view["words"]["text"] == [word["text"] for word in finished["words"]]
    assert view["duration"] == finished["audio_duration"] * 1000
    assert view["language"] == "en-us"
    sound = await browser.get(view["audio"]["src"])
    assert (sound.status_code, sound.headers["content-type"]) == (200, "audio/flac")
    assert sound.content == hello.read_bytes()


async def test_a_player_can_ask_for_a_part_of_the_audio(browser, finished, hello):
    part = await browser.get(f"/_page/recordings/{finished['id']}/audio", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, hello.read_bytes()[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(hello.read_bytes())}"


async def test_the_viewer_may_ask_this_emulator_for_sound_and_nobody_for_anything_else(browser, finished):
    reply = await browser.get(f"/_page/recordings/{finished['id']}")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="(.+?)"', reply.text)[1]
    assert "media-src data: blob: &#x27;self&#x27;;" in policy
    assert "connect-src &#x27;none&#x27;" in policy
    assert reply.headers["content-security-policy"] == "frame-ancestors 'none'"


async def test_the_sound_of_a_redacted_recording_is_the_redacted_copy(
    browser, client, key, transcribe, shown, hello
):
    done = await transcribe(
        client, key, hello.read_bytes(), **PII, redact_pii_audio=True, entity_detection=True
    )
    view = await shown(browser, f"/_page/recordings/{done['id']}")
    sound = await browser.get(view["audio"]["src"])
    assert sound.headers["content-type"] == "audio/mpeg"
    assert sound.content != hello.read_bytes()
    assert any("redacted copy" in note for note in view["notes"])
    assert view["redactions"] == [{"first": len(done["words"]) - 1, "count": 1}]


async def test_the_original_is_not_played_beside_redacted_words(
    browser, client, key, transcribe, shown, hello
):
    done = await transcribe(
        client, key, hello.read_bytes(), **PII, entity_detection=True, auto_highlights=True
    )
    assert done["entities"]
    view = await shown(browser, f"/_page/recordings/{done['id']}")
    assert view["audio"]["src"] is None
    assert "redact_pii_audio" in view["audio"]["note"]
    assert (await browser.get(f"/_page/recordings/{done['id']}/audio")).status_code == 404
    assert "Friday" not in json.dumps(view)
    assert any("Entities, highlights" in note for note in view["notes"])


async def test_redacted_audio_that_was_never_made_is_not_replaced(
    browser, client, key, transcribe, shown, wav
):
    done = await transcribe(client, key, wav(0.5), **PII, redact_pii_audio=True)
    view = await shown(browser, f"/_page/recordings/{done['id']}")
    assert (view["audio"]["src"], "no speech was found" in view["audio"]["note"]) == (None, True)


async def test_a_recording_whose_upload_is_gone_says_so(browser, client, key, transcribe, shown, wav):
    done = await transcribe(client, key, wav(0.3))
    upload_id = done["audio_url"].rpartition("/")[2]
    client.app.state.services.files.remove_upload(upload_id)
    view = await shown(browser, f"/_page/recordings/{done['id']}")
    assert (view["audio"]["src"], "after 48 hours" in view["audio"]["note"]) == (None, True)


async def test_audio_that_was_downloaded_is_not_kept(browser, client, store, shown):
    found = await store(client, 1, status="completed")
    view = await shown(browser, f"/_page/recordings/{found}")
    assert (view["audio"]["src"], "downloads from a URL" in view["audio"]["note"]) == (None, True)


async def test_a_deleted_recording_is_shown_as_deleted(browser, client, key, transcribe, shown, seen, wav):
    done = await transcribe(client, key, wav(0.3))
    await client.delete(f"/v2/transcript/{done['id']}", headers=key)
    row = await seen(browser, done["id"])
    assert (row["state"], row["title"], row["error"]) == ("deleted", "Deleted recording", None)
    view = await shown(browser, row["link"])
    assert (view["status"], view["error"], view["audio"]) == ("deleted", None, {"src": None, "note": None})


async def test_a_failed_recording_says_why(browser, client, key, transcribe, shown, seen):
    done = await transcribe(client, key, b"no sound")
    row = await seen(browser, done["id"])
    assert (row["state"], row["error"]) == ("error", done["error"])
    assert (await shown(browser, row["link"]))["error"] == done["error"]


async def test_an_unknown_recording_is_a_sentence(browser):
    reply = await browser.get("/_page/recordings/x")
    assert (reply.status_code, reply.json()["error"]) == (
        400,
        "Transcript lookup error, transcript id not found",
    )


async def test_what_a_recording_says_cannot_end_the_page(start, tmp_path, visit, store, shown):
    hostile = "</script><script>alert(1)</script><!--"
    async with start(Settings(data_dir=tmp_path)) as client:
        found = await store(client, 1, audio_url=f"https://example.com/{hostile}")
        async with visit(client, Accept="text/html") as browser:
            text = (await browser.get(f"/_page/recordings/{found}")).text
            view = await shown(browser, f"/_page/recordings/{found}")
    assert "alert(1)</script>" not in text
    assert view["title"] == "script><!--"


async def test_rules_of_faults_neither_fail_nor_count_the_page(start, tmp_path, visit):
    rules = tmp_path / "faults.json"
    rules.write_text('[{"path": "*", "fault": "503", "times": 1}]')
    async with start(Settings(data_dir=tmp_path, faults=rules)) as client, visit(client) as browser:
        asked = await browser.get("/_page/recordings", headers={"X-Emulator-Fault": "500"})
        statuses = [
            (await client.get("/v2/transcript", headers={"Authorization": "a"})).status_code for _ in "12"
        ]
    assert (asked.status_code, statuses) == (200, [503, 200])

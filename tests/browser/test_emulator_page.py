"""The emulator's page, as a user has it: a recording is added, becomes a transcript, and is read and heard."""

import base64
import re
import subprocess
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from tests.emulator.commands import emulator_command

AUDIO = Path(__file__).parent.parent / "audio"
HOSTILE = '<img src=x onerror="alert(1)">\u202e.flac'
SECONDS = 60_000
"""Milliseconds that real decoding may take, on a machine that has other work too."""

DROP = """([name, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  for (const type of ["dragenter", "dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}"""


@contextmanager
def running(folder, *options):
    command = emulator_command(folder, "--workers", "1", *options)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield re.search(r"http://\S+", process.stdout.readline())[0]
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with running(tmp_path_factory.mktemp("emulator")) as address:
        yield address


@pytest.fixture(scope="module")
def meeting(emulator):
    """The name of a completed recording that other tests read."""
    address = f"{emulator}/_page"
    headers = {"Origin": emulator}
    uploaded = httpx.post(f"{address}/uploads", content=(AUDIO / "hello.flac").read_bytes(), headers=headers)
    body = {"audio_url": uploaded.json()["upload_url"], "name": "meeting.flac"}
    found = httpx.post(f"{address}/recordings", json=body, headers=headers).json()["id"]
    for _ in range(100_000):
        reply = httpx.get(f"{emulator}/v2/transcript/{found}", headers={"Authorization": "any"}).json()
        if reply["status"] == "completed":
            return "meeting.flac"
    pytest.fail("the recording was not transcribed")


def hear(page):
    """Waits until the audio has gone on."""
    page.locator("audio").evaluate(
        "(one) => new Promise((done) => one.addEventListener('timeupdate', () => one.currentTime && done()))"
    )


def row(page, name):
    return page.get_by_role("listitem").filter(has=page.locator(".what").get_by_text(name, exact=True))


def test_a_dropped_file_becomes_a_transcript_that_is_read_and_heard(emulator, open_page):
    page = open_page(emulator)
    page.get_by_role("heading", name="Add a recording").wait_for()
    sound = base64.b64encode((AUDIO / "hello.flac").read_bytes()).decode()
    page.evaluate(DROP, [HOSTILE, sound])
    name = HOSTILE.replace("\u202e", "")
    row(page, name).get_by_text("Completed").wait_for(timeout=SECONDS)
    assert page.get_by_role("status").first.inner_text().startswith(f"{name}: completed after")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", name=name).wait_for()
    assert "morning" in page.get_by_role("main").inner_text()
    page.keyboard.press("Space")
    hear(page)


def test_a_file_that_is_no_recording_fails_with_its_reason(emulator, open_page):
    page = open_page(emulator)
    page.locator("#files").set_input_files(Path(__file__))
    failed = row(page, Path(__file__).name)
    failed.get_by_text("Failed").wait_for(timeout=SECONDS)
    assert "does not appear to contain audio" in failed.inner_text()
    assert failed.get_by_role("link").count() == 0


def test_a_url_is_added_by_pasting_it(emulator, open_page):
    page = open_page(emulator)
    field = page.get_by_label("or the URL of a recording")
    field.wait_for()
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text", " http://127.0.0.1:9/nobody.mp3 ");
          document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }"""
    )
    page.keyboard.press("Enter")
    row(page, "nobody.mp3").get_by_text("Failed").wait_for(timeout=SECONDS)
    assert field.input_value() == ""


def test_a_refused_url_says_why_and_is_kept(emulator, open_page):
    page = open_page(emulator, expected=["400 (Bad Request)"])
    field = page.get_by_label("or the URL of a recording")
    field.fill("ftp://127.0.0.1/a.mp3")
    page.get_by_role("button", name="Transcribe").click()
    page.locator("form").get_by_text("audio_url should start with http").wait_for()
    assert field.input_value() == "ftp://127.0.0.1/a.mp3"


def test_every_example_has_this_address_and_can_be_copied(emulator, meeting, open_page):
    page = open_page(emulator, permissions=["clipboard-read", "clipboard-write"])
    examples = page.get_by_role("region", name="Point a program at it").locator("details")
    examples.first.wait_for()
    names = examples.locator("summary").all_inner_texts()
    assert names == [
        "Shell",
        "Python",
        "AssemblyAI’s Python SDK",
        "MCP, in a chat client",
        "LangChain",
        "curl",
    ]
    for number, name in enumerate(names):
        if number:
            examples.nth(number).locator("summary").click()
        page.get_by_role("button", name=f"Copy: {name}").click()
        page.get_by_role("button", name=f"Copy: {name}").get_by_text("Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert emulator in copied or "Shell" in copied


def test_the_copied_python_runs(emulator, open_page, tmp_path, monkeypatch, capsys):
    page = open_page(emulator)
    example = page.locator("details", has_text="Client(settings)").locator("code")
    text = example.text_content()
    (tmp_path / "call.mp3").write_bytes((AUDIO / "hello.flac").read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(compile(text, "example", "exec"), {})
    assert "morning" in capsys.readouterr().out


def test_the_page_fits_a_phone(emulator, meeting, open_page):
    page = open_page(emulator, viewport={"width": 360, "height": 740})
    row(page, meeting).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(
        "[...document.querySelectorAll('main *')].every((one) => one.getBoundingClientRect().right <= 360)"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(emulator, meeting, open_page, violations, scheme, width):
    page = open_page(emulator, color_scheme=scheme, viewport={"width": width, "height": 900})
    row(page, meeting).wait_for()
    assert violations(page) == {}


def test_the_keyboard_alone_opens_a_recording(emulator, meeting, open_page):
    page = open_page(emulator)
    row(page, meeting).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#recordings")).to_be_focused()
    link = page.get_by_role("link", name=meeting, exact=True)
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=meeting).wait_for()


def test_the_focus_stays_while_the_list_changes(emulator, meeting, open_page):
    page = open_page(emulator)
    link = page.get_by_role("link", name=meeting, exact=True)
    link.focus()
    page.locator("#url").evaluate(
        "(field) => { field.value = 'http://127.0.0.1:9/later.mp3'; field.form.requestSubmit(); }"
    )
    row(page, "later.mp3").get_by_text("Failed").wait_for(timeout=SECONDS)
    assert link.evaluate("(one) => one === document.activeElement")


def test_another_site_can_neither_add_nor_read_nor_frame(emulator, open_page, browser):
    context = browser.new_context()
    page = context.new_page()
    page.route(
        "http://localhost:1/", lambda route: route.fulfill(body="<p>a site</p>", content_type="text/html")
    )
    page.goto("http://localhost:1/")
    outcome = page.evaluate(
        """async (address) => {
          const attempt = (path, options) =>
            fetch(address + path, options).then((reply) => reply.text(), () => "refused");
          const sound = new Audio(`${address}/_page/recordings/x/audio`);
          const heard = new Promise((done) => {
            sound.onerror = () => done("refused");
            sound.oncanplay = () => done("heard");
          });
          const body = '{"audio_url": "http://127.0.0.1:9/csrf.mp3"}';
          const added = await attempt("/_page/recordings", { method: "POST", mode: "no-cors", body });
          return [await attempt("/_page/recordings"), await heard, added];
        }""",
        emulator,
    )
    listed = httpx.get(f"{emulator}/_page/recordings").text
    context.close()
    assert outcome[:2] == ["refused", "refused"]
    assert "csrf.mp3" not in listed


def test_a_stopped_emulator_is_told_and_found_again(tmp_path, open_page):
    with running(tmp_path) as address:
        page = open_page(address, expected=["ERR_CONNECTION_REFUSED"])
        page.get_by_text("Nothing yet.").wait_for()
    page.get_by_role("alert").get_by_text("Is it still running?").wait_for()
    with running(tmp_path, "--port", address.rpartition(":")[2]):
        page.get_by_role("alert").wait_for(state="hidden")


def test_with_keys_the_page_asks_for_one_and_keeps_it_in_the_tab(tmp_path, open_page, violations):
    with running(tmp_path, "--api-key", "sesame-key") as address:
        page = open_page(address, expected=["401 (Unauthorized)"])
        field = page.get_by_label("Key", exact=True)
        field.wait_for()
        assert violations(page) == {}
        field.fill("wrong")
        page.get_by_role("button", name="Show the recordings").click()
        page.get_by_role("alert").get_by_text("not accepted").wait_for()
        page.get_by_label("Key", exact=True).fill("sesame-key")
        page.keyboard.press("Enter")
        page.get_by_text("Nothing yet.").wait_for()
        page.locator("#files").set_input_files(AUDIO / "hello.flac")
        row(page, "hello.flac").get_by_text("Completed").wait_for(timeout=SECONDS)
        page.reload()
        page.get_by_role("link", name="hello.flac").click()
        page.get_by_role("heading", name="hello.flac").wait_for()
        assert "sesame-key" not in page.url
        page.keyboard.press("Space")
        hear(page)
        page.go_back()
        page.get_by_role("button", name="Forget the key").click()
        page.get_by_label("Key", exact=True).wait_for()
        assert "sesame-key" not in page.content()


def test_older_recordings_are_a_button_away(tmp_path, open_page):
    with running(tmp_path) as address:
        with httpx.Client(base_url=address, headers={"Authorization": "many"}) as client:
            for number in range(101):
                client.post("/v2/transcript", json={"audio_url": f"http://127.0.0.1:9/{number}.mp3"})
        page = open_page(address)
        page.get_by_text("101 in all").wait_for()
        page.get_by_role("button", name="Older").click()
        row(page, "0.mp3").wait_for()
        page.get_by_role("button", name="Newest").click()
        row(page, "100.mp3").wait_for()
        assert page.locator(".recordings > li").count() >= 100

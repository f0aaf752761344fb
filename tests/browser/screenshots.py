"""Pictures of the pages for the manual, made by the product: the sample recording, the emulator, a browser."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.browser import chromium
from tests.browser.chat_picture import chat_pictures
from tests.browser.opening import OpenPage, until

from assemblyai_tools import Client, ask_question, name_speakers, transcribe, transcript_shown
from assemblyai_tools.cli.demo import SAMPLE, SAMPLE_NAMES, SAMPLE_QUESTIONS
from assemblyai_tools.offline import emulator

DOCS = Path(__file__).parents[2] / "docs"
LARGEST = 300_000
"""Bytes of a picture, at most."""

NAMES = [{"speaker": "1", "name": "Daniel"}, {"speaker": "2", "name": "Sarah"}]
"""Who speaks in the sample, by channel."""

SOUGHT = "serious"
"""What is looked for in the pictures."""


def sample_shown():
    """What the page shows of the sample: everything that the emulator finds, and answers with quotes."""
    with emulator(allowed_dirs=[SAMPLE.parent]) as settings, Client(settings) as client:
        order = transcribe(
            audio=str(SAMPLE),
            multichannel=True,
            keyterms_prompt=SAMPLE_NAMES,
            sentiment_analysis=True,
            wait_seconds=900,
        )
        view = client.run(order)
        client.run(name_speakers(transcript_id=view.id, names=NAMES))
        asked = ask_question(transcript_ids=[view.id], questions=list(SAMPLE_QUESTIONS), quotes=True)
        return client.run(transcript_shown(view.id, answers=client.run(asked)))


def take(opening, shown, name, **options):
    """One picture, of a page in which something was looked for and a place is gone to."""
    page = opening(shown, audio=SAMPLE, **options)
    until(page, "document.querySelector('audio').readyState > 0")
    page.get_by_role("searchbox").fill(SOUGHT)
    page.get_by_role("searchbox").press("Enter")
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    save(page, name)


def take_emulator(opening, name, **options):
    """The emulator's page, with a recording that is completed, one that failed and one that is being transcribed."""
    notes = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no sound"}
    with emulator(allowed_dirs=[SAMPLE.parent]) as settings:
        page = opening(settings.base_url, **options)
        files = page.locator("#files")
        files.set_input_files(SAMPLE)
        page.locator(".state", has_text="Completed").wait_for(timeout=120_000)
        files.set_input_files(notes)
        page.locator(".state", has_text="Failed").wait_for(timeout=120_000)
        files.set_input_files({"name": "standup.ogg", "mimeType": "audio/ogg", "buffer": SAMPLE.read_bytes()})
        page.locator(".far", has_text="%").wait_for(timeout=120_000)
        save(page, name)


def save(page, name):
    """Write what is to be seen of a page."""
    content = page.screenshot(animations="disabled")
    if len(content) > LARGEST:
        sys.exit(f"{name} has {len(content):,} bytes, which is more than {LARGEST:,}.")
    (DOCS / name).write_bytes(content)


def main():
    path = chromium.found()
    if path is None:
        sys.exit(f"There is no Chromium: {chromium.MISSING}.")
    shown = sample_shown()
    with sync_playwright() as playwright:
        browser = chromium.launched(playwright, path)
        opening = OpenPage(browser)
        size = {"width": 1280, "height": 800}
        take(opening, shown, "viewer.png", viewport=size, color_scheme="light")
        take(opening, shown, "viewer-dark.png", viewport=size, color_scheme="dark")
        for theme, page in chat_pictures(opening, ("light", "dark")):
            save(page, "viewer-chat.png" if theme == "light" else "viewer-chat-dark.png")
        take_emulator(opening, "emulator.png", viewport=size, color_scheme="light")
        opening.close()
        browser.close()
    if opening.faults:
        sys.exit("\n".join(opening.faults))


if __name__ == "__main__":
    main()

"""A picture of the page in a chat: the sample recording, transcribed by the emulator and asked about by the tools."""

from playwright.sync_api import expect
from tests.browser.chat import HOST, Chat, ServerThread

from assemblyai_mcp import ToolServer
from assemblyai_tools import AsyncClient
from assemblyai_tools.cli.demo import SAMPLE, SAMPLE_NAMES, SAMPLE_QUESTIONS
from assemblyai_tools.offline import emulator

SIZE = {"width": 1040, "height": 800}
NAMES = [{"speaker": "1", "name": "Daniel"}, {"speaker": "2", "name": "Sarah"}]
"""Who speaks in the sample, by channel."""

SAID = {
    "person": "When will the launch be, and what should be fixed first?",
    "tool": "Used ask_question",
    "model": "Here is what was said about it. Click a quote to see its place in the recording.",
}


def chat_pictures(opening, themes):
    """A page for each theme, in which questions about the sample were answered."""
    with emulator(allowed_dirs=[SAMPLE.parent]) as settings:
        server = ServerThread(lambda: ToolServer(AsyncClient(settings)))
        with server.running():
            made = server.call(
                "transcribe",
                {
                    "file": str(SAMPLE),
                    "multichannel": True,
                    "keyterms_prompt": SAMPLE_NAMES,
                    "wait_seconds": 900,
                },
            )
            name = made["structuredContent"]["id"]
            server.call("name_speakers", {"transcript_id": name, "names": NAMES})
            for theme in themes:
                page = opening(HOST.read_bytes(), viewport=SIZE, color_scheme=theme)
                chat = Chat(page, server).open(theme=theme)
                page.evaluate("(said) => converse(said)", SAID)
                asked = {"transcript_ids": [name], "questions": list(SAMPLE_QUESTIONS), "quotes": True}
                chat.use("ask_question", asked)
                expect(chat.app.locator(".quote").first).to_be_visible()
                yield theme, page

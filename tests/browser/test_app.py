"""The transcript's page in a chat: a host that speaks the protocol of MCP Apps, and the real MCP server behind it."""

import pytest
from playwright.sync_api import expect
from tests.browser.chat import status_of, text_of
from tests.browser.chat_service import LONG, MEETING, ChatService, transcript

from assemblyai_mcp import ToolServer
from assemblyai_tools import AsyncClient

LOUD = "</script><script>alert(1)</script><img src=x onerror=alert(2)> <b>bold</b> javascript:alert(3)"
SCROLLERS = """() => [...document.body.querySelectorAll("*")].filter((one) => one.scrollHeight > one.clientHeight
  && /auto|scroll/.test(getComputedStyle(one).overflowY)).map((one) => one.className)"""
"""What scrolls in the page besides the page itself."""


def test_the_app_introduces_itself_and_shows_the_transcript_of_the_call(chat):
    (hello,) = chat.heard("ui/initialize")
    assert hello["protocolVersion"] == "2026-01-26"
    assert hello["appInfo"]["name"] == "assemblyai-transcript"
    assert hello["appCapabilities"] == {"availableDisplayModes": ["inline", "fullscreen"]}
    chat.use("get_transcript", {"transcript_id": "t1"})
    expect(text_of(chat)).to_contain_text("We have spent forty thousand euros")
    assert chat.server.calls == [("transcript_view", {"transcript_id": "t1", "first_item": 0})]
    expect(chat.app.get_by_text("A chat lets no page fetch audio")).to_be_visible()


def test_before_a_result_the_page_says_what_it_waits_for(chat):
    chat.tell("ui/notifications/tool-input-partial", {"arguments": {"file": "meet"}})
    chat.tell("ui/notifications/tool-input", {"arguments": {"file": "meeting.mp3"}})
    expect(status_of(chat)).to_have_text("The transcript appears here when the tool is done.")
    chat.tell("ui/notifications/tool-cancelled", {"reason": "the person pressed Stop"})
    expect(status_of(chat)).to_have_text("The call was cancelled: the person pressed Stop")


def test_a_failed_call_is_a_sentence(chat):
    result = chat.use("get_transcript", {"transcript_id": "other"})
    assert result["isError"]
    expect(status_of(chat)).to_contain_text("Transcript lookup error, transcript id not found")


def test_a_question_that_fails_leaves_the_transcript_there(chat):
    chat.tell("ui/notifications/tool-input", {"arguments": {"transcript_ids": '["t1"]', "questions": []}})
    chat.tell(
        "ui/notifications/tool-result", {"isError": True, "content": [{"type": "text", "text": "No model."}]}
    )
    expect(text_of(chat)).to_contain_text("forty thousand euros")
    expect(status_of(chat)).to_have_text("No model.")


def test_what_is_being_transcribed_is_shown_when_it_is_ready(open_chat):
    service = ChatService({"id": "t1", "status": "processing"})
    chat = open_chat(service).open()
    chat.use("get_transcript", {"transcript_id": "t1"})
    expect(status_of(chat)).to_have_text("The transcript appears here when it is ready.")
    service.transcripts["t1"] = transcript("t1")
    chat.app.get_by_role("button", name="Look now").click()
    expect(text_of(chat)).to_contain_text("forty thousand euros")
    expect(status_of(chat)).to_be_hidden()


def test_words_that_were_searched_are_found_and_each_can_be_chosen(chat):
    chat.use("search_words", {"transcript_ids": ["t1"], "words": ["launch", "budget"]})
    expect(chat.app.get_by_role("searchbox")).to_have_value("launch")
    expect(chat.app.get_by_text("3 hits")).to_be_visible()
    chat.app.get_by_role("button", name="budget (2)").click()
    expect(chat.app.get_by_text("2 hits")).to_be_visible()


def test_the_words_stand_in_the_order_in_which_they_were_asked_for(chat):
    chat.use("search_words", {"transcript_ids": ["t1"], "words": ["budget", "launch"]})
    expect(chat.app.get_by_role("searchbox")).to_have_value("budget")
    words = chat.app.get_by_role("group", name="Words that were searched").get_by_role("button")
    expect(words).to_have_text(["budget (2)", "launch (3)"])


def test_answers_are_shown_with_quotes_and_unverified_ones_look_so(open_chat):
    quotes = ["We will need two more weeks.", "The press knows already."]
    answer = {"answers": [{"answer": "Two weeks later.", "quotes": quotes}]}
    chat = open_chat(ChatService(transcript("t1"), answer=answer)).open()
    chat.use("ask_question", {"transcript_ids": ["t1"], "questions": [{"question": "When is the launch?"}]})
    expect(chat.app.get_by_text("Two weeks later.")).to_be_visible()
    expect(chat.app.locator(".quote", has_text=quotes[0])).to_be_visible()
    expect(chat.app.locator(".unverified", has_text=quotes[1])).to_be_visible()
    assert len(chat.server.calls) == 1  # the transcript was shown while the model thought


def test_of_several_transcripts_one_is_chosen(open_chat):
    other = transcript("t2", [("A", "Quite another launch.")])
    chat = open_chat(ChatService(transcript("t1"), other)).open()
    chat.use("search_words", {"transcript_ids": ["t1", "t2"], "words": ["launch"]})
    expect(text_of(chat)).to_contain_text("Good morning")
    chat.app.get_by_role("combobox", name="Transcript").select_option("t2")
    expect(text_of(chat)).to_contain_text("Quite another launch.")
    expect(text_of(chat)).not_to_contain_text("Good morning")


def test_a_long_text_comes_in_pieces(open_chat):
    chat = open_chat(ChatService(transcript("t1", LONG))).open()
    chat.use("get_transcript", {"transcript_id": "t1", "max_characters": 1000})
    expect(text_of(chat)).to_contain_text("Turn 99:")
    (_, first), *later = chat.server.calls
    assert first == {"transcript_id": "t1", "first_item": 0}
    assert len(later) > 1
    assert [given["first_word"] for _, given in later] == sorted(given["first_word"] for _, given in later)


def test_after_a_failure_the_text_goes_on_where_one_looks(open_chat):
    chat = open_chat(ChatService(transcript("t1", LONG))).open()
    chat.server.replies = [None, "The service is busy."]
    chat.use("get_transcript", {"transcript_id": "t1", "max_characters": 1000})
    expect(status_of(chat)).to_have_text("A part of the text did not come. The service is busy.")
    chat.app.get_by_role("button", name="Full screen").press("End")
    chat.app.get_by_role("button", name="Try again").click()
    expect(text_of(chat)).to_contain_text("Turn 50:")
    total = sum(len(text.split()) for _, text in LONG)
    assert chat.server.calls[2][1]["first_word"] == total - 1 - 200
    assert len(chat.server.calls) < 7
    expect(status_of(chat)).to_be_hidden()


def test_a_piece_that_does_not_come_can_be_asked_for_again(open_chat):
    chat = open_chat(ChatService(transcript("t1"))).open()
    chat.server.replies = ["The service is busy."]
    chat.use("get_transcript", {"transcript_id": "t1"})
    expect(status_of(chat)).to_have_text("The service is busy.")
    chat.app.get_by_role("button", name="Try again").click()
    expect(text_of(chat)).to_contain_text("forty thousand euros")


def test_what_the_chat_refuses_is_said(chat):
    chat.use("get_transcript", {"transcript_id": "t1"})
    chat.refuse("ui/message", "This chat takes no messages.")
    turn = chat.app.locator(".turn", has_text="forty thousand euros")
    turn.hover()
    turn.get_by_role("button", name="Send to the chat").click()
    expect(status_of(chat)).to_have_text("This chat takes no messages.")


def test_a_file_is_saved_by_the_chat(chat):
    chat.use("get_transcript", {"transcript_id": "t1"})
    chat.app.get_by_text("Download and print").click()
    chat.app.get_by_role("button", name="SRT").click()
    (content,) = chat.wait_for("ui/download-file")["contents"]
    assert content["type"] == "resource"
    assert content["resource"]["uri"].startswith("file:///")
    assert "Good morning, everyone." in content["resource"]["text"]


def test_a_chat_that_saves_no_files_is_not_asked_to(open_chat):
    chat = open_chat(ChatService(transcript("t1"))).open(capabilities={})
    chat.use("get_transcript", {"transcript_id": "t1"})
    chat.app.get_by_text("Download and print").click()
    chat.app.get_by_role("button", name="SRT").click()
    expect(status_of(chat)).to_contain_text("This chat cannot save files.")
    assert chat.heard("ui/download-file") == []


def test_the_page_takes_the_theme_of_the_chat_and_follows_its_changes(open_chat):
    chat = open_chat(ChatService(transcript("t1")))
    styles = {"variables": {"--color-background-primary": "rgb(250, 240, 230)", "--font-sans": "Georgia"}}
    chat.open(theme="light", styles=styles, safeAreaInsets={"top": 0, "right": 0, "bottom": 12, "left": 0})
    body = chat.app.locator("body")
    expect(body).to_have_css("background-color", "rgb(250, 240, 230)")
    expect(body).to_have_css("padding-bottom", "12px")
    changed = {"theme": "dark", "styles": {"variables": {"--color-background-primary": "rgb(20, 20, 20)"}}}
    chat.tell("ui/notifications/host-context-changed", changed)
    expect(body).to_have_css("background-color", "rgb(20, 20, 20)")
    expect(chat.app.locator("html")).to_have_attribute("data-theme", "dark")
    expect(chat.app.locator("html")).to_have_css("color-scheme", "dark")


def test_in_the_conversation_it_is_500_pixels_high_at_most_and_one_thing_scrolls(open_chat):
    chat = open_chat(ChatService(transcript("t1", MEETING * 20))).open()
    chat.use("get_transcript", {"transcript_id": "t1"})
    expect(text_of(chat)).to_contain_text("Good morning")
    expect(chat.page.locator("iframe")).to_have_css("height", "500px")
    assert max(one["height"] for one in chat.heard("ui/notifications/size-changed")) == 500
    scrollers = chat.app.locator("body").evaluate(SCROLLERS)
    assert scrollers == []


def test_a_short_page_takes_no_more_room_than_it_needs_and_no_more_than_the_chat_has(open_chat):
    chat = open_chat(ChatService(transcript("t1"))).open(containerDimensions={"maxHeight": 300})
    chat.use("get_transcript", {"transcript_id": "t1"})
    expect(text_of(chat)).to_contain_text("Good morning")
    assert max(one["height"] for one in chat.heard("ui/notifications/size-changed")) <= 300


def test_full_screen_where_the_chat_has_it_and_back(chat):
    chat.use("get_transcript", {"transcript_id": "t1"})
    chat.app.get_by_role("button", name="Full screen").click()
    expect(chat.app.locator("html")).to_have_attribute("data-display", "fullscreen")
    chat.app.get_by_role("button", name="Back to the chat").click()
    expect(chat.app.locator("html")).to_have_attribute("data-display", "inline")
    expect(chat.page.locator("iframe")).to_have_css("height", "500px")
    assert chat.heard("ui/request-display-mode") == [{"mode": "fullscreen"}, {"mode": "inline"}]


def test_no_full_screen_where_the_chat_has_none(open_chat):
    chat = open_chat(ChatService(transcript("t1"))).open(availableDisplayModes=["inline"])
    chat.use("get_transcript", {"transcript_id": "t1"})
    expect(text_of(chat)).to_contain_text("Good morning")
    expect(chat.app.get_by_role("button", name="Full screen")).to_be_hidden()


def test_it_answers_the_host_and_is_silent_after_its_end(chat):
    assert chat.ask("ping")["result"] == {}
    assert chat.ask("tools/list")["error"]["code"] == -32601
    assert chat.ask("ui/resource-teardown", {"reason": "the person closed it"})["result"] == {}
    chat.tell("ui/notifications/tool-input", {"arguments": {"transcript_id": "t1"}})
    assert chat.ask_in_vain("ping")
    assert chat.server.calls == []


def test_nobody_but_the_host_is_heard(chat):
    told = {"method": "ui/notifications/tool-input", "params": {"arguments": {"transcript_id": "t1"}}}
    chat.app.locator("body").evaluate("(_, told) => postMessage({ jsonrpc: '2.0', ...told }, '*')", told)
    assert chat.ask("ping")["result"] == {}  # what came before was handled before
    assert chat.server.calls == []


def test_nothing_that_a_transcript_or_a_result_says_runs_or_is_markup(open_chat):
    answer = {"answers": [{"answer": LOUD, "quotes": [LOUD]}]}
    service = ChatService(
        transcript("t1", [("A", LOUD), (LOUD, "Hello.")], language_code=LOUD), answer=answer
    )
    chat = open_chat(service).open()
    chat.use("ask_question", {"transcript_ids": ["t1"], "questions": [{"question": LOUD}]})
    expect(text_of(chat)).to_contain_text("</script><script>alert(1)</script>")
    chat.tell("ui/notifications/tool-result", {"isError": True, "content": [{"type": "text", "text": LOUD}]})
    expect(status_of(chat)).to_contain_text("<img src=x onerror=alert(2)>")
    assert chat.app.locator("img, b:not(.name), iframe").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_use_it_in_both_themes(chat, violations, theme):
    chat.tell("ui/notifications/host-context-changed", {"theme": theme})
    chat.use("search_words", {"transcript_ids": ["t1"], "words": ["launch", "budget"]})
    expect(text_of(chat)).to_contain_text("Good morning")
    assert violations(chat.page.frames[1]) == {}


def test_a_recording_that_the_person_chooses_plays_in_the_chat(chat, audio):
    chat.use("get_transcript", {"transcript_id": "t1"})
    chat.app.get_by_label("Choose the recording").set_input_files(audio / "hello.flac")
    chat.app.get_by_role("button", name="Play", exact=True).click()
    expect(
        chat.app.get_by_text("The audio lasts")
    ).to_be_visible()  # it is another recording, which the page notices
    assert chat.heard("ui/notifications/initialized")


def test_a_recording_is_transcribed_searched_and_asked_about(open_chat, running_emulator, standup):
    chat = open_chat(Emulated(running_emulator)).open()
    made = chat.use("transcribe", {"file": standup, "speaker_labels": True})["structuredContent"]
    expect(text_of(chat)).to_contain_text("It stopped at the third file.")
    chat.use("search_words", {"transcript_ids": [made["id"]], "words": ["parser"]})
    expect(chat.app.get_by_text("1 hit")).to_be_visible()
    chat.use("ask_question", {"transcript_ids": [made["id"]], "questions": [{"question": "Who tests it?"}]})
    expect(chat.app.get_by_role("heading", name="Who tests it?")).to_be_visible()


class Emulated:
    """The emulator as a chat's service."""

    def __init__(self, settings):
        self.settings = settings

    def server(self):
        return ToolServer(AsyncClient(self.settings))

import pytest
from pydantic import BaseModel

from assemblyai_tools.errors import InvalidArgumentsError, UnexpectedReplyError
from assemblyai_tools.flow import (
    AskChoices,
    Choices,
    Complete,
    Completion,
    Compute,
    Reply,
    Request,
    SaveFile,
    choices,
    complete,
    compute,
    fetch,
    save,
    send,
)
from assemblyai_tools.ids import check_id, path


class Thing(BaseModel):
    id: str
    size: int = 0


def test_send_yields_the_request_and_returns_the_reply(walk, reply):
    request = Request("GET", "/v2/thing")
    assert walk(send(request), reply("hello")) == ([request], Reply(200, b"hello"))


def test_fetch_returns_the_parsed_body(walk, reply):
    assert walk(fetch(Request("GET", "/v2/thing"), Thing), reply({"id": "a", "size": 2})) == (
        [Request("GET", "/v2/thing")],
        Thing(id="a", size=2),
    )


def test_choices_asks_for_the_settings_choices_and_returns_them(walk):
    chosen = Choices(llm="gateway", llm_model="m", streaming_token="v2")
    assert walk(choices(), chosen) == ([AskChoices()], chosen)


@pytest.mark.parametrize("written", ["Short.", Completion("Short.")])
def test_complete_yields_the_prompt_and_returns_what_was_written(walk, written):
    assert walk(complete("Sum up."), written) == ([Complete("Sum up.")], Completion("Short."))


def test_compute_yields_the_work_and_returns_what_it_gave():
    flow = compute(lambda: 4)
    step = next(flow)
    with pytest.raises(StopIteration) as ended:
        flow.send(step.work())
    assert (type(step), ended.value.value) == (Compute, 4)


def test_save_yields_the_text_and_returns_the_path(walk):
    assert walk(save("a.srt", "words"), "/there/a.srt") == ([SaveFile("a.srt", "words")], "/there/a.srt")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            '{"size": 3}',
            (
                "The service answered 200 but not in the documented form (id: Field required; the body is JSON)."
            ),
        ),
        (
            '{"id": "a", "siz',
            (
                "The service answered 200 but not in the documented form (the body: Invalid JSON: EOF while "
                "parsing a string at line 1 column 16; the body is JSON)."
            ),
        ),
        (
            '["odd"]',
            (
                "The service answered 200 but not in the documented form (the body: Input should be an object; "
                "the body is JSON)."
            ),
        ),
        (
            "all is well",
            (
                "The service answered 200 but not in the documented form (the body: Invalid JSON: expected value at "
                "line 1 column 1; the body is plain text)."
            ),
        ),
        (
            " \n",
            (
                "The service answered 200 but not in the documented form (the body: Invalid JSON: EOF while parsing "
                "a value at line 2 column 0; the body is empty)."
            ),
        ),
        (
            "<html>" + "x" * 200,
            (
                "The service answered 200 but not in the documented form (the body: Invalid JSON: expected value at "
                "line 1 column 1; the body is a web page)."
            ),
        ),
    ],
)
def test_a_reply_of_another_form_is_unexpected(reply, body, message):
    with pytest.raises(UnexpectedReplyError) as caught:
        reply(body).parse(Thing)
    assert caught.value.message == message
    assert caught.value.__cause__ is None


def test_a_reply_that_is_not_utf8_still_reads_as_text():
    assert Reply(200, b"caf\xe9").text == "caf\ufffd"


@pytest.mark.parametrize("value", ["a", "A-b_9", "x" * 64, "5551722-f677-48a6-9287-39c0aafd9ac1"])
def test_a_valid_id_becomes_part_of_a_path(value):
    assert check_id(value) == value
    assert path("/v2/{thing}/words", thing=value) == f"/v2/{value}/words"


@pytest.mark.parametrize(
    "value", ["", "../upload", "a/b", "a?b=c", "a b", "a\n", "x" * 65, "ä", "a%2Fb", "{x}"]
)
def test_an_invalid_id_never_becomes_part_of_a_path(value):
    with pytest.raises(InvalidArgumentsError) as caught:
        path("/v2/{thing}", thing=value)
    assert str(caught.value) == (
        f"{value!r} is not an id: ids hold only letters, digits, '-' and '_', at most 64 of them. "
        "Use the id exactly as a tool returned it."
    )


def test_a_long_wrong_id_is_not_repeated_in_full():
    with pytest.raises(InvalidArgumentsError) as caught:
        check_id("y" * 10_000)
    assert len(str(caught.value)) < 250

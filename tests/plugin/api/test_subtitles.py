import pytest

from assemblyai_tools.api.subtitles import read_subtitles
from assemblyai_tools.errors import InvalidArgumentsError, UnexpectedReplyError
from assemblyai_tools.flow import Request

CAPTIONS = "WEBVTT\r\n\r\n00:00.100 --> 00:01.900\r\nGood\u202e <i>morning</i>.\r\n"
FORMS = pytest.mark.parametrize("form", ["srt", "vtt"])


@FORMS
@pytest.mark.parametrize(("options", "query"), [((), {}), ((32,), {"chars_per_caption": 32})])
def test_captions_are_one_request_and_come_unchanged(walk, reply, form, options, query):
    steps, text = walk(read_subtitles("t1", form, *options), reply(CAPTIONS))
    assert steps == [Request("GET", f"/v2/transcript/t1/{form}", query=query)]
    assert text == CAPTIONS


@FORMS
def test_silence_has_no_captions(walk, reply, form):
    assert walk(read_subtitles("t1", form), reply(""))[1] == ""


@FORMS
@pytest.mark.parametrize("body", ["<html>", " \n<!doctype html>"])
def test_a_web_page_is_unexpected(walk, reply, form, body):
    with pytest.raises(UnexpectedReplyError, match=r"\(captions: missing; the body is a web page\)"):
        walk(read_subtitles("t1", form), reply(body))


@FORMS
def test_only_an_id_becomes_part_of_a_path(form):
    with pytest.raises(InvalidArgumentsError):
        next(read_subtitles("../account", form))

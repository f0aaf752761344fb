"""Arguments of transcribe: what is sent for them, and which are refused."""

import json

import pytest
from tests.plugin.operations.transcribe_refusals import URL, explain, refused

from assemblyai_tools import InvalidArgumentsError, transcribe
from assemblyai_tools.operations.transcribe_arguments import TranscribeArguments


def test_spellings_are_sent_under_the_services_name_for_them():
    spelling = [{"from": ["asm"], "to": "ASM"}]
    assert TranscribeArguments(audio=URL, custom_spelling=spelling).options() == {"custom_spelling": spelling}


OBJECTS = [
    (
        {"speaker_labels": True, "min_speakers_expected": 2, "max_speakers_expected": 2},
        {"speaker_labels": True, "speaker_options": {"min_speakers_expected": 2, "max_speakers_expected": 2}},
    ),
    (
        {"speaker_labels": True, "max_speakers_expected": 2},
        {"speaker_labels": True, "speaker_options": {"max_speakers_expected": 2}},
    ),
    (
        {"target_languages": ["de"], "formal": True, "email_format": "local@domain"},
        {
            "speech_understanding": {
                "request": {
                    "translation": {"target_languages": ["de"], "formal": True},
                    "custom_formatting": {"email": "local@domain"},
                }
            }
        },
    ),
    (
        {
            "redact_pii": True,
            "redact_pii_policies": ["phone_number"],
            "multichannel": True,
            "speaker_type": "role",
            "known_values": ["host", "guest"],
            "date_format": "mm/dd/yyyy",
            "email_format": "local@domain",
        },
        {
            "redact_pii": True,
            "redact_pii_policies": ["phone_number"],
            "multichannel": True,
            "speech_understanding": {
                "request": {
                    "speaker_identification": {"speaker_type": "role", "known_values": ["host", "guest"]},
                    "custom_formatting": {"date": "mm/dd/yyyy", "email": "local@domain"},
                }
            },
        },
    ),
    (
        {"phone_number_format": "xxx"},
        {"speech_understanding": {"request": {"custom_formatting": {"phone_number": "xxx"}}}},
    ),
]


@pytest.mark.parametrize(("given", "sent"), OBJECTS)
def test_arguments_are_sent_as_the_services_objects_and_may_be_given_as_those(given, sent):
    assert TranscribeArguments(audio=URL, **given).options() == sent
    assert TranscribeArguments(audio=URL, **sent).options() == sent
    as_text = {name: json.dumps(value) for name, value in sent.items()}
    assert TranscribeArguments(audio=URL, **as_text).options() == sent


def test_a_task_of_speech_understanding_may_be_given_alone():
    given = {
        "translation": {"targetLanguages": "German"},
        "customFormatting": {"phoneNumber": "xxx", "date": None},
    }
    assert TranscribeArguments(audio=URL, **given).options() == {
        "speech_understanding": {
            "request": {
                "translation": {"target_languages": ["de"]},
                "custom_formatting": {"phone_number": "xxx"},
            }
        }
    }


def test_without_options_none_are_sent():
    assert TranscribeArguments(audio=URL, wait_seconds=0).options() == {}


NOT_AUDIO = "audio: give an http(s) URL without spaces, or the path of a local file"


@pytest.mark.parametrize("audio", ["ftp://x.test/a", "s3://x/a", "https://x.test/a b.mp3", "https://"])
def test_what_is_neither_a_url_nor_a_file_is_refused(audio):
    assert explain(audio=audio) == refused(NOT_AUDIO)


@pytest.mark.parametrize(
    ("audio", "is_web"),
    [
        (URL, True),
        ("HTTP://X.test/a.mp3", True),
        (f" {URL}\n", True),
        ("a.wav", False),
        ("https.wav", False),
        ("c:a.wav", False),
        ("file:///a.wav", False),
        ("/a b/https://x", False),
        ("example.com/a.mp3", False),
        ("www.wav", False),
        ("www.interview.mp3", False),
        ("./www.example.com/a.mp3", False),
    ],
)
def test_a_url_is_told_from_a_file(audio, is_web):
    arguments = TranscribeArguments(audio=audio)
    assert (arguments.is_web, arguments.audio) == (is_web, audio.strip())


@pytest.mark.parametrize(
    "audio", [f"'{URL}'", f"<{URL}>", f' "{URL}" ', f"[the call]({URL})", "www.x.test/a.mp3"]
)
def test_a_url_is_read_as_a_text_holds_it(audio):
    assert TranscribeArguments(audio=audio).audio_url in (URL, "https://www.x.test/a.mp3")


def test_a_share_link_is_sent_in_its_direct_form_and_a_page_is_refused():
    link = "https://www.dropbox.com/s/abc/a.mp3?dl=0"
    assert TranscribeArguments(audio=link).audio_url == "https://www.dropbox.com/s/abc/a.mp3?dl=1"
    assert explain(audio="https://youtu.be/abc") == refused(
        "audio: youtu.be shows a page about the recording, not its audio: download the audio and give the local file, "
        "or give a direct link to the audio"
    )


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"audio": "  "}, "the argument 'audio' is required"),
        ({"wait_seconds": 901}, "wait_seconds: give seconds from 0 to 900"),
        ({"wait_seconds": -1}, "wait_seconds: give seconds from 0 to 900"),
        ({"speaker_label": True}, "there is no argument 'speaker_label' (did you mean 'speaker_labels'?)"),
        (
            {"keyterms_prompt": ["ok", "a b c d e f g"]},
            "keyterms_prompt: 'a b c d e f g' has more than 6 words",
        ),
        (
            {"keyterms_prompt": ["a"] * 1001},
            "keyterms_prompt: give at most 1,000 items",
        ),
        ({"webhook_url": "x.test/hook"}, "webhook_url: String should match pattern '^https?://'"),
        ({"custom_spelling": [{"to": "x"}]}, "the argument 'custom_spelling.0.from' is required"),
        (
            {"custom_spelling": [{"from": [], "to": "x"}]},
            "the argument 'custom_spelling.0.from' is required",
        ),
        (
            {"custom_spelling": [{"from": ["a"], "too": "x"}]},
            (
                "the argument 'custom_spelling.0.to' is required; "
                "there is no argument 'custom_spelling.0.too' (did you mean 'to'?)"
            ),
        ),
        (
            {"speech_understanding": {"translation": {"target_languages": ["de"], "match": True}}},
            "there is no argument 'match'",
        ),
        (
            {"speech_understanding": {"translation": 5}},
            "there is no argument 'translation' (did you mean 'target_languages'?)",
        ),
        ({"speaker_type": "voice"}, "speaker_type: give 'name' or 'role'"),
        (
            {"speaker_labels": True, "speaker_options": {"min_speakers_expected": 0}},
            "min_speakers_expected: give a number of at least 1",
        ),
    ],
)
def test_wrong_arguments_are_explained_before_anything_is_sent(raw, problem):
    assert explain(**raw) == refused(problem)


def test_the_audio_is_required():
    with pytest.raises(InvalidArgumentsError) as caught:
        transcribe.start({"language_code": "en"})
    assert str(caught.value) == refused("the argument 'audio' is required")


def test_the_error_for_an_unknown_argument_never_lists_all_thirty():
    assert explain(zzz=1, yyy=2) == refused("there is no argument 'zzz'; there is no argument 'yyy'")


@pytest.mark.parametrize(
    "empty",
    [None, {}, "null", "{}", {"translation": {}}, {"custom_formatting": {"date": None}}, {"request": "None"}],
)
def test_an_empty_speech_understanding_is_none(empty):
    assert TranscribeArguments(audio=URL, speech_understanding=empty).options() == {}

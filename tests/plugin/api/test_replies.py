"""What a reply may lack, leave null or have in addition without breaking what is read of it."""

import inspect
import pkgutil
import typing
from importlib import import_module

import pytest
from pydantic import ValidationError
from tests.plugin.playing import transcript_of

from assemblyai_tools import api
from assemblyai_tools.api.gateway import GatewayReply
from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.word_search import WordSearch
from assemblyai_tools.errors import UnexpectedReplyError

MODELS = [
    model
    for module in pkgutil.iter_modules(api.__path__, f"{api.__name__}.")
    for _, model in inspect.getmembers(import_module(module.name), inspect.isclass)
    if issubclass(model, ApiReply) and model.__module__ == module.name and model is not ApiReply
]
SAMPLES = {str: "t1", bool: True, int: 7}
every_reply = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


def least(model):
    """The least that a reply must have."""
    needed = {name: field for name, field in model.model_fields.items() if field.is_required()}
    return {name: SAMPLES.get(field.annotation, []) for name, field in needed.items()}


@every_reply
def test_a_new_key_is_no_problem(model):
    body = least(model)
    assert model.model_validate({**body, "key_of_next_year": {"a": [1]}}) == model.model_validate(body)


@every_reply
def test_what_need_not_be_there_may_be_null(model):
    body = least(model)
    nulls = {name: None for name in model.model_fields if name not in body}
    assert model.model_validate({**body, **nulls}) == model.model_validate(body)


@every_reply
def test_what_must_be_there_must_be_there(model):
    for name in least(model):
        with pytest.raises(ValidationError):
            model.model_validate({key: value for key, value in least(model).items() if key != name})


def inner_lists(model):
    for name, field in model.model_fields.items():
        kinds = typing.get_args(field.annotation)
        inner = [kind for kind in kinds if typing.get_origin(kind) is list]
        members = [one for kind in inner for one in typing.get_args(kind)]
        for member in members:
            if inspect.isclass(member) and issubclass(member, ApiReply):
                yield name, member


@pytest.mark.parametrize("name", [name for name, _ in inner_lists(Transcript)])
def test_a_transcripts_lists_may_hold_nearly_empty_items(name):
    found = transcript_of({"id": "t1", "status": "completed", name: [{}, {"new": 1}]})
    assert len(getattr(found, name)) == 2


def test_a_deleted_transcript_is_known_by_its_address():
    body = {"id": "t1", "status": "completed"}
    assert transcript_of({**body, "audio_url": "http://deleted_by_user"}).deleted
    assert not transcript_of({**body, "audio_url": "https://x.test/a"}).deleted
    assert not transcript_of(body).deleted


@pytest.mark.parametrize(
    ("metadata", "warnings"),
    [
        (None, []),
        ({}, []),
        ({"warnings": None}, []),
        ({"warnings": [{"message": "Slow."}, {"message": None}, {"message": ""}, {}]}, ["Slow."]),
    ],
)
def test_warnings_are_those_that_say_something(metadata, warnings):
    body = {"id": "t1", "status": "completed", "metadata": metadata}
    assert transcript_of(body).warnings == warnings


def test_times_of_a_match_are_pairs():
    body = {"matches": [{"text": "a", "count": 1, "timestamps": [[1, 2]]}]}
    assert WordSearch.model_validate(body).matches[0].timestamps == [(1, 2)]


def test_the_gateways_errors_are_texts_or_objects():
    found = GatewayReply.model_validate_json(
        '{"code": "400", "metadata": {"errors": ["a", {"message": "b"}]}}'
    )
    assert [getattr(one, "message", one) for one in found.metadata.errors] == ["a", "b"]


def test_a_transcripts_words_are_parsed_at_their_first_use():
    found = transcript_of({"id": "t1", "status": "completed", "words": [{"text": "Hi.", "start": 1}]})
    assert "words" not in vars(found)
    assert [(word.text, word.start, word.end) for word in found.words] == [("Hi.", 1, None)]
    assert found.words is found.words


def test_words_of_the_wrong_form_are_an_unexpected_reply():
    with pytest.raises(UnexpectedReplyError, match="words: Input should be a valid"):
        transcript_of({"id": "t1", "status": "completed", "words": 7}).words  # noqa: B018 - reading it is the test


def test_a_transcript_without_a_reply_has_no_words():
    assert Transcript(id="t1", status="queued").words is None

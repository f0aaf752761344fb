"""Any reply may lack optional keys, have nulls for them, or have new keys, and can still be parsed."""

import inspect
import pkgutil
import typing
from importlib import import_module

import pytest
from pydantic import ValidationError
from tests.plugin.playing import transcript_of

from assemblyai_tools import api
from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.api.transcript import Transcript

MODELS = [
    model
    for module in pkgutil.iter_modules(api.__path__, f"{api.__name__}.")
    for _, model in inspect.getmembers(import_module(module.name), inspect.isclass)
    if issubclass(model, ApiReply) and model.__module__ == module.name and model is not ApiReply
]
SAMPLES = {str: "t1", bool: True, int: 7}
every_reply = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


def least(model):
    """The smallest valid reply."""
    needed = {name: field for name, field in model.model_fields.items() if field.is_required()}
    return {name: SAMPLES.get(field.annotation, []) for name, field in needed.items()}


@every_reply
def test_a_new_key_is_ignored(model):
    body = least(model)
    assert model.model_validate({**body, "key_of_next_year": {"a": [1]}}) == model.model_validate(body)


@every_reply
def test_an_optional_key_may_be_null(model):
    body = least(model)
    nulls = {name: None for name in model.model_fields if name not in body}
    assert model.model_validate({**body, **nulls}) == model.model_validate(body)


@every_reply
def test_a_required_key_may_not_be_missing(model):
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

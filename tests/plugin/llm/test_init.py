import pytest

from assemblyai_tools.flow import Choices
from assemblyai_tools.llm import back_end
from assemblyai_tools.llm.gateway import DEFAULT_MODEL, Gateway
from assemblyai_tools.llm.lemur import Lemur
from assemblyai_tools.llm.own_model import OwnModel


def test_the_settings_choose_the_back_end():
    assert isinstance(back_end(Choices(llm="lemur")), Lemur)
    assert isinstance(back_end(Choices(llm="gateway")), Gateway)
    assert isinstance(back_end(Choices(llm="own")), OwnModel)


@pytest.mark.parametrize(("chosen", "asked"), [(None, DEFAULT_MODEL), ("some/model", "some/model")])
def test_the_settings_choose_the_gateways_model(chosen, asked):
    flow = back_end(Choices(llm="gateway", llm_model=chosen)).text("summary", {"input_text": "Words."})
    assert next(flow).json["model"] == asked

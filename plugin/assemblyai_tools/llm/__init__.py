"""Reasoning over transcripts: one interface, three back ends. The settings choose one."""

from assemblyai_tools.flow import Choices
from assemblyai_tools.llm.back_end import BackEnd
from assemblyai_tools.llm.gateway import Gateway
from assemblyai_tools.llm.lemur import Lemur
from assemblyai_tools.llm.own_model import OwnModel


def back_end(choices: Choices) -> BackEnd:
    """The back end that the settings chose."""
    if choices.llm == "own":
        return OwnModel()
    return Gateway(choices.llm_model) if choices.llm == "gateway" else Lemur()

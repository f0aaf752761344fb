"""The ways to reason over transcripts: one interface, three back ends, chosen by the settings."""

from assemblyai_tools.flow import Choices
from assemblyai_tools.llm.back_end import BackEnd
from assemblyai_tools.llm.gateway import Gateway
from assemblyai_tools.llm.lemur import Lemur
from assemblyai_tools.llm.own import Own


def back_end(choices: Choices) -> BackEnd:
    """The back end that the settings chose."""
    if choices.llm == "own":
        return Own()
    return Gateway(choices.llm_model) if choices.llm == "gateway" else Lemur()

import pytest

from assemblyai_emulator.reasoning.chat_server import ChatServer
from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner
from assemblyai_emulator.reasoning.forwarding import ForwardingReasoner
from assemblyai_emulator.reasoning.reasoner import Options, Reasoner, context_text


def test_options_have_the_apis_defaults():
    assert Options() == Options(
        context=None, answer_format=None, max_output_size=2000, temperature=0.0, final_model="default"
    )


@pytest.mark.parametrize(
    ("context", "text"),
    [(None, ""), ("a call", "a call"), ({"who": {"name": "Zoë"}}, '{"who": {"name": "Zoë"}}')],
)
def test_context_becomes_text(context, text):
    assert context_text(context) == text


def test_both_reasoners_implement_the_interface():
    server = ChatServer("http://llm.test/v1")
    reasoners: list[Reasoner] = [ExtractiveReasoner(), ForwardingReasoner(server, "m")]
    for reasoner in reasoners:
        for call in ("task", "summarize", "answer_questions", "extract_action_items"):
            assert callable(getattr(reasoner, call))

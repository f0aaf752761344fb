"""Both clients with a language model of the caller's own."""

import asyncio
from dataclasses import replace

import httpx
import pytest

from assemblyai_tools import (
    AsyncClient,
    Client,
    ask_question,
    offered_operations,
    purge_request_data,
    summarize,
)
from assemblyai_tools.errors import ConfigurationError, LanguageModelError
from assemblyai_tools.flow import Completion, complete
from assemblyai_tools.transport.account import Account

TRANSCRIPT = {"id": "t1", "status": "completed", "text": "We launch on Wednesday."}


def _blocking(settings, service, answer):
    return Client(
        settings, complete=answer, transport=httpx.MockTransport(service)
    ), lambda client, flow: client.run(flow)


def _asyncio(settings, service, answer):
    async def answering(prompt):
        return answer(prompt)

    client = AsyncClient(settings, complete=answer and answering, transport=httpx.MockTransport(service))
    return client, lambda client, flow: asyncio.run(client.run(flow))


@pytest.fixture(params=[_blocking, _asyncio], ids=["blocking", "async"])
def client(request, settings, service):
    """A client with a model, and how to run a flow on it."""
    return lambda answer, settings=settings: request.param(settings, service, answer)


def test_the_model_answers_in_place_of_assemblyais(client, service):
    service.script = [httpx.Response(200, json=TRANSCRIPT)]
    prompts = []

    def answer(prompt):
        prompts.append(prompt)
        return "They launch."

    made, run = client(answer)
    view = run(made, summarize(transcript_ids=["t1"]))
    assert (view.response, view.request_id, view.purgeable) == ("They launch.", None, False)
    assert service.calls == ["GET /v2/transcript/t1"]
    assert "We launch on Wednesday." in prompts[0]


def test_a_given_model_overrides_the_settings_choice(client, settings):
    made, _ = client(str)
    assert made.settings == replace(settings, llm="own")
    assert purge_request_data not in offered_operations(made.settings.choices)


def test_a_cut_answer_has_a_note_that_says_so(client):
    made, run = client(lambda _: Completion("It be", cut=True))
    view = run(made, summarize(input_text="Words."))
    assert view.notes == ["The model stopped at max_output_size; a larger one gives the rest."]


def test_a_models_own_exception_reaches_the_caller(client):
    def answer(_prompt):
        raise OSError("a provider's trouble")

    made, run = client(answer)
    with pytest.raises(OSError, match="a provider's trouble"):
        run(made, summarize(input_text="Words."))


def test_an_assemblyai_error_reaches_the_operation_first(client):
    def answer(_prompt):
        raise LanguageModelError("It is overloaded.")

    def flow():
        try:
            yield from complete("Sum up.")
        except LanguageModelError as error:
            return f"recovered: {error.message}"

    made, run = client(answer)
    assert run(made, flow()) == "recovered: It is overloaded."


def test_without_a_model_the_error_says_who_must_give_one(client, settings, service):
    made, run = client(None, replace(settings, llm="own"))
    with pytest.raises(ConfigurationError) as caught:
        run(made, ask_question(input_text="Words.", questions=["Who?"]))
    assert str(caught.value) == (
        "A language model of one's own was chosen to answer, but this client was given none; nothing was sent. "
        "The person who runs this must give the client one (complete=...), or choose another back end."
    )
    assert service.requests == []


async def test_a_client_with_another_account_asks_the_same_model(settings):
    async def answer(_prompt):
        return "Short."

    other = AsyncClient(settings, complete=answer).with_settings(settings, Account())
    assert (await other.run(summarize(input_text="Words."))).response == "Short."

from assemblyai_emulator.gateway.chat_model import ChatModel
from assemblyai_emulator.gateway.forwarded_model import ForwardedModel
from assemblyai_emulator.gateway.offline_model import OfflineModel
from assemblyai_emulator.reasoning.chat_server import ChatServer
from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner


def test_every_model_supports_the_parameters_that_sdks_usually_send():
    models: list[ChatModel] = [
        OfflineModel(ExtractiveReasoner()),
        ForwardedModel(ChatServer("http://llm.test/v1"), "tiny"),
    ]
    for model in models:
        assert {"max_tokens", "response_format", "temperature"} <= set(model.description.supported_parameters)
        assert model.knows(model.description.id)
        assert model.knows("claude-sonnet-4-6")
        assert not model.knows("")

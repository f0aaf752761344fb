from assemblyai.llm_gateway.v1 import LLMGatewayModelList

from assemblyai_emulator.gateway.catalogue import catalogue
from assemblyai_emulator.gateway.offline_model import OfflineModel
from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner


def test_the_official_sdk_reads_the_catalogue():
    model, *others = LLMGatewayModelList(**catalogue(OfflineModel(ExtractiveReasoner()).description)).data
    assert model.id == "offline-extractive"
    assert model.supported_parameters == ["max_tokens", "response_format", "stream", "temperature", "top_p"]
    assert "No language model" in model.description
    assert {"claude-sonnet-4-6", "gpt-5-nano"} <= {other.id for other in others}
    assert all(other.description.startswith("Answered by offline-extractive") for other in others)

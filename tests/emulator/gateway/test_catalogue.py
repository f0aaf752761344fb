from assemblyai.llm_gateway.v1 import LLMGatewayModelList

from assemblyai_emulator.gateway.catalogue import catalogue
from assemblyai_emulator.gateway.offline_model import OfflineModel
from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner


def test_the_official_sdk_reads_the_catalogue():
    (model,) = LLMGatewayModelList(**catalogue(OfflineModel(ExtractiveReasoner()).description)).data
    assert model.id == "offline-extractive"
    assert model.supported_parameters == ["max_tokens", "response_format", "temperature"]
    assert "No language model" in model.description

"""Live speech as a step of a chain, and the ways to hear all that it gives."""

import pytest
from tests.plugin.streaming.conftest import GIVEN
from tests.plugin.streaming.listening.hearing import _astreamed, _atransformed, _streamed, _transformed

from assemblyai_tools.langchain import AssemblyAISteps


@pytest.fixture
def steps(settings):
    return AssemblyAISteps(settings)


@pytest.fixture
def listen(steps):
    return lambda **options: steps.listen(**GIVEN, **options)


@pytest.fixture(params=[_astreamed, _streamed, _atransformed, _transformed])
def heard(request):
    """All that the step gives, in each of the ways to ask for it."""
    return request.param

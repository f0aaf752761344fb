"""How tests open a connection of their own."""

from tests.plugin.streaming.conftest import GIVEN

from assemblyai_tools import StreamParameters
from assemblyai_tools.streaming.address import Address

PARAMETERS = StreamParameters.of(GIVEN)


def address(settings):
    return Address.of(settings, None)

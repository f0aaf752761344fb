"""How tests take the pieces of audio out of a source."""

from tests.plugin.streaming.conftest import GIVEN

from assemblyai_tools import StreamParameters
from assemblyai_tools.streaming.sources import pieces
from assemblyai_tools.streaming.timing import Timing


def read(audio, *, folder=None, at_pace=False, timing=None, **more):
    parameters = StreamParameters.of(GIVEN | more)
    timing = timing or Timing()
    return pieces(audio, parameters, at_pace=at_pace, timing=timing, folders=lambda: [folder])


async def heard(*arguments, **more):
    return b"".join([piece async for piece in read(*arguments, **more)])

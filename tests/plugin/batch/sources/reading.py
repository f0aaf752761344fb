"""What a batch makes of the sources that it is given."""

import io

from assemblyai_tools.batch.sources.reading import read_sources
from assemblyai_tools.batch.sources.source import BadSource, Source


def read(*given, stdin="", **how):
    """The recordings of these sources, and what was said of those that cannot be in the batch."""
    data = stdin if isinstance(stdin, bytes) else stdin.encode()
    found = list(read_sources(list(map(str, given)), stdin=io.BytesIO(data), **how))
    return [one for one in found if isinstance(one, Source)], [
        one for one in found if isinstance(one, BadSource)
    ]

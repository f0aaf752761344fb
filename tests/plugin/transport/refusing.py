"""How tests take the refusal of a name, and see what was written."""

import pytest

from assemblyai_tools import FileAccessError
from assemblyai_tools.transport.local_files import readable_file, write_new


def refusal(function, *arguments):
    with pytest.raises(FileAccessError) as caught:
        function(*arguments)
    assert caught.value.__cause__ is None
    return str(caught.value)


def written(home):
    return sorted(path.name for path in home.iterdir())


def reading(name, home, *more):
    return refusal(readable_file, name, (home, *more))


def writing(name, home):
    return refusal(write_new, name, "words", (home,))

"""How tests use names of local files: read the file, write a new one, and make recordings."""

from assemblyai_tools.transport import local_files
from assemblyai_tools.transport.local_files import write_new


def readable_file(name, allowed):
    """The resolved path of a file that may be read, once it was opened."""
    file = local_files.readable_file(name, allowed)
    with file.open() as stream:
        assert len(stream.read()) == file.size
    return file.path


def new_file(name, allowed):
    """Write a new file and check its text."""
    path = write_new(name, "words", allowed)
    assert path.read_text() == "words"
    return path


def made(folder, *names):
    """Make recordings."""
    for name in names:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")

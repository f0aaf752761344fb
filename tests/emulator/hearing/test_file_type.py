import pytest

from assemblyai_emulator.hearing.file_type import describe


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Audio duration is too short."),
        (b'{"a": [1]}', "Transcoding failed. File type application/json"),
        (b"[1, 2]", "Transcoding failed. File type application/json"),
        (
            b"\n <!DOCTYPE html><html></html>",
            "File does not appear to contain audio. File type is text/html (HTML document).",
        ),
        (b"{not json", "File does not appear to contain audio. File type is text/plain."),
        (b"/home/me/talk.mp3", "File does not appear to contain audio. File type is text/plain."),
        ("é".encode() * 4000, "File does not appear to contain audio. File type is text/plain."),
        (b"\0\1\2\3" * 99, "File does not appear to contain audio. File type is application/octet-stream."),
        (b"caf\xe9 au lait", "File does not appear to contain audio. File type is application/octet-stream."),
    ],
)
def test_the_error_text_names_the_file_type(tmp_path, content, sentence):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert describe(path) == sentence

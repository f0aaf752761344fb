import pytest

from assemblyai_emulator.hearing.file_type import describe


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Audio duration is too short. Length: the file is empty."),
        (b'{"a": [1]}', "Transcoding failed. File type application/json. Container: …"),
        (b"[1, 2]", "Transcoding failed. File type application/json. Container: …"),
        (
            b"\n <!DOCTYPE html><html></html>",
            "File does not appear to contain audio. File type is text/html (HTML document). Container: …",
        ),
        (b"{not json", "File does not appear to contain audio. File type is text/plain. Container: …"),
        (
            b"/home/me/talk.mp3",
            "File does not appear to contain audio. File type is text/plain. Container: …",
        ),
        ("é".encode() * 4000, "File does not appear to contain audio. File type is text/plain. Container: …"),
        (
            b"\0\1\2\3" * 99,
            "File does not appear to contain audio. File type is application/octet-stream. Container: …",
        ),
        (
            b"caf\xe9 au lait",
            "File does not appear to contain audio. File type is application/octet-stream. Container: …",
        ),
    ],
)
def test_the_error_text_names_the_file_type(tmp_path, content, sentence):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert describe(path) == sentence.replace("…", "this is not an audio or video file that can be opened.")


@pytest.mark.parametrize("content", [b"[" * 200_000, b'{"a":' * 40_000, b"[" * 100_000 + b"]" * 100_000])
def test_brackets_nested_deeper_than_any_parser_goes_are_text(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert "File type is text/plain. Container: " in describe(path)

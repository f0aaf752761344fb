"""Which recordings are meant by what a person names."""

from contextlib import ExitStack

from assemblyai_tools.cli.inputs import inputs_of


def named(*words):
    with ExitStack() as stack:
        return [(str(one), one.audio, one.folder) for one in inputs_of(words, stack)]


def test_an_address_is_called_by_its_file_or_else_by_its_host():
    assert named("https://a.test/x/the%20call.mp3?key=1", "https://b.test/") == [
        ("the call.mp3", "https://a.test/x/the%20call.mp3?key=1", None),
        ("b.test", "https://b.test/", None),
    ]


def test_a_file_that_is_named_twice_is_one_recording(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a[1].mp3").touch()
    (tmp_path / "b.mp3").touch()
    files = [("a[1].mp3", str(tmp_path / "a[1].mp3"), tmp_path), ("b.mp3", str(tmp_path / "b.mp3"), tmp_path)]
    assert named("a[1].mp3", "b.mp3", "./b.mp3", "*.mp3") == files


def test_what_is_not_there_is_left_to_the_operation(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    long = "n" * 5000
    assert [audio for _, audio, _ in named("gone.mp3", long)] == [
        str(tmp_path / name) for name in ("gone.mp3", long)
    ]

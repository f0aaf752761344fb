import pytest

from assemblyai_tools.operations.links import direct_link, web_address

DRIVE = "https://drive.google.com/uc?id=1YvY3gX-4ZwY_S&export=download"


@pytest.mark.parametrize(
    ("shared", "direct"),
    [
        ("https://www.dropbox.com/s/abc/a.mp3?dl=0", "https://www.dropbox.com/s/abc/a.mp3?dl=1"),
        ("https://dropbox.com/s/abc/a.mp3", "https://dropbox.com/s/abc/a.mp3?dl=1"),
        (
            "https://WWW.Dropbox.com:443/scl/fi/x1/a%20b.mp3?rlkey=k2&st=&dl=0#t",
            "https://WWW.Dropbox.com:443/scl/fi/x1/a%20b.mp3?rlkey=k2&st=&dl=1",
        ),
        (
            "https://www.dropbox.com/scl/fo/x1/y2/a.mp3?rlkey=k2&dl=0",
            "https://www.dropbox.com/scl/fo/x1/y2/a.mp3?rlkey=k2&dl=1",
        ),
        ("https://drive.google.com/file/d/1YvY3gX-4ZwY_S/view?usp=sharing", DRIVE),
        ("https://drive.google.com/file/d/1YvY3gX-4ZwY_S", DRIVE),
        ("https://drive.google.com/file/u/1/d/1YvY3gX-4ZwY_S/preview#t=5", DRIVE),
        ("https://drive.google.com/a/example.com/file/d/1YvY3gX-4ZwY_S/edit", DRIVE),
        ("https://drive.google.com/open?id=1YvY3gX-4ZwY_S&usp=drive_fs", DRIVE),
        ("https://docs.google.com/uc?id=1YvY3gX-4ZwY_S", DRIVE),
        ("https://docs.google.com/file/d/1YvY3gX-4ZwY_S/edit", DRIVE),
        (
            "https://drive.google.com/file/d/1YvY3gX-4ZwY_S/view?usp=sharing&resourcekey=0-abc",
            f"{DRIVE}&resourcekey=0-abc",
        ),
        ("https://github.com/o/r/blob/main/a.mp3?raw=true", "https://github.com/o/r/raw/main/a.mp3?raw=true"),
    ],
)
def test_a_share_link_becomes_the_link_to_the_file(shared, direct):
    assert direct_link(shared) == direct
    assert direct_link(direct) == direct


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.youtube.com/watch?v=abc", "youtube.com"),
        ("HTTPS://YouTube.COM:443/shorts/abc", "youtube.com"),
        ("https://m.youtube.com./watch?v=abc", "youtube.com"),
        ("https://music.youtube.com/watch?v=abc", "youtube.com"),
        ("http://youtu.be/abc?t=5", "youtu.be"),
        ("https://vimeo.com/123", "vimeo.com"),
        ("https://player.vimeo.com/video/123", "player.vimeo.com"),
        ("https://open.spotify.com/episode/abc", "open.spotify.com"),
        ("https://podcasts.apple.com/us/podcast/a/id1?i=2", "podcasts.apple.com"),
        ("https://soundcloud.com/a/b", "soundcloud.com"),
        ("https://www.tiktok.com/@a/video/1", "tiktok.com"),
        ("https://vm.tiktok.com/abc/", "vm.tiktok.com"),
        ("https://us02web.zoom.us/rec/share/abc", "zoom.us"),
        ("https://zoom.us/j/123", "zoom.us"),
        ("https://www.loom.com/share/abc", "loom.com"),
        ("https://teams.microsoft.com/l/meetup-join/abc", "teams.microsoft.com"),
        ("https://acme.sharepoint.com/:v:/s/Sales/abc?e=d", "sharepoint.com"),
        ("https://acme-my.sharepoint.com/personal/a/_layouts/15/stream.aspx?id=%2Fa.mp4", "sharepoint.com"),
        ("https://1drv.ms/u/s!abc", "1drv.ms"),
        ("https://onedrive.live.com/?id=abc", "onedrive.live.com"),
        ("https://x.com/a/status/1", "x.com"),
    ],
)
def test_a_well_known_page_is_refused_with_what_to_do(url, site):
    with pytest.raises(ValueError, match="not its audio") as caught:
        direct_link(url)
    assert str(caught.value) == (
        f"{site} shows a page about the recording, not its audio: download the audio and give the local file, "
        "or give a direct link to the audio"
    )


@pytest.mark.parametrize(
    ("url", "what"),
    [
        (
            "https://www.dropbox.com/scl/fo/x1/y2?rlkey=k&dl=0",
            "this Dropbox address shows a page or a folder",
        ),
        ("https://www.dropbox.com/home/calls/a.mp3", "this Dropbox address shows a page or a folder"),
        (
            "https://drive.google.com/drive/folders/1YvY3gX?usp=sharing",
            "this Google address shows a page, a document or a folder",
        ),
        (
            "https://docs.google.com/document/d/1YvY3gX/edit?id=5",
            "this Google address shows a page, a document or a folder",
        ),
        ("https://drive.google.com/open", "this Google address shows a page, a document or a folder"),
    ],
)
def test_a_shared_folder_is_refused(url, what):
    with pytest.raises(ValueError, match=f"^{what}, not its audio: "):
        direct_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/youtube.mp3",
        "https://example.com/a.html",
        "https://example.com/?u=https://youtu.be/abc",
        "https://notyoutube.com/a",
        "https://youtube.com.example.com/a",
        "https://youtube.com@example.com/a",
        "https://max.com/a.mp3",
        "https://rr1---sn-a.googlevideo.com/videoplayback?id=1",
        "https://cdn.dropboxusercontent.com/a.mp3",
        "https://dl.dropboxusercontent.com/s/abc/a.mp3?dl=0",
        "https://www.dropbox.com/s/abc/a.mp3?raw=1",
        "https://drive.google.com/u/0/uc?id=1YvY3gX&export=download",
        "https://drive.usercontent.google.com/download?id=1YvY3gX",
        "https://cdn.loom.com/sessions/a.mp4",
        "https://player.vimeo.com/external/1.hd.mp4?s=2",
        "https://api.soundcloud.com/tracks/1/stream",
        "https://feeds.soundcloud.com/stream/1-a.mp3",
        "https://us02web.zoom.us/rec/download/abc?access_token=d",
        "https://zoom.us/rec/webhook_download/abc",
        "https://acme.sharepoint.com/sites/a/_layouts/15/download.aspx?share=abc",
        "https://acme.sharepoint.com/:v:/s/Sales/abc?e=d&download=1",
        "https://onedrive.live.com/download?id=abc",
        "https://v16-webapp.tiktok.com/video/tos/1",
        "https://github.com/o/r/releases/download/v1/a.mp3",
        "https://raw.githubusercontent.com/o/r/main/a.mp3",
        "http://127.0.0.1:8787/upload/1",
        "https://[malformed/a.mp3",
    ],
)
def test_every_other_address_stays_as_it_is(url):
    assert direct_link(url) == url


@pytest.mark.parametrize(
    "name",
    ["a.mp3", "www.mp3", "'a.mp3'", "ftp://x.test/a.mp3", "https://x.test/a b.mp3", "example.com/a.mp3", ""],
)
def test_what_is_no_web_address_is_told(name):
    assert web_address(name) is None

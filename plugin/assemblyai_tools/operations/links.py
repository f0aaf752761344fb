"""Web addresses of audio: share links in their direct form, and well-known pages that hold no audio themselves.

The service fetches an address as it is, so a page about a recording would give a job that fails.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from assemblyai_tools.operations.audio_source import names_media

WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
"""An http or https URL, which the service can fetch."""

_WITHOUT_SCHEME = re.compile(r"www\.(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/\S+", re.IGNORECASE)
"""A web address without its scheme that can hardly be a file: www.example.com/a.mp3."""

_WRAPPED = re.compile(r"\[[^\]]*\]\((\S+)\)|[<\"'`\u201c\u2018](\S+)[>\"'`\u201d\u2019]")
"""An address as a text holds it: a Markdown link, or between quotation marks or angle brackets."""

_SITES = frozenset(
    """
    1drv.ms anchor.fm app.fireflies.ai audible.com bilibili.com clips.twitch.tv dai.ly dailymotion.com deezer.com
    facebook.com fathom.video fb.watch grain.com instagram.com linkedin.com loom.com music.apple.com on.soundcloud.com
    onedrive.live.com open.spotify.com otter.ai overcast.fm photos.app.goo.gl photos.google.com player.vimeo.com
    podcasts.apple.com podcasts.google.com podcasts.spotify.com rumble.com share.icloud.com soundcloud.com spotify.link
    streamable.com teams.live.com teams.microsoft.com ted.com tiktok.com tldv.io twitch.tv twitter.com vimeo.com
    vm.tiktok.com vt.tiktok.com w.soundcloud.com we.tl wetransfer.com x.com youtu.be
    """.split()  # noqa: SIM905 - as a list it would take a line for each
)
"""Sites whose addresses are pages. Below them, other hosts may hold the audio, such as cdn.loom.com."""

_SITES_WITH_ALL_BELOW = ("bandcamp.com", "sharepoint.com", "youtube-nocookie.com", "youtube.com", "zoom.us")
"""Sites whose addresses are pages on every host below them too."""

_SAME_SITE = re.compile(r"^(?:www|m|mobile)\.")
"""The start of a host that is the site itself."""

_DOWNLOAD = re.compile(r"/rec/(?:webhook_)?download/|/download(?:\.aspx)?(?:/|$)", re.IGNORECASE)
"""Part of a path under which Zoom, SharePoint and OneDrive give the file itself."""


def web_address(text: str) -> str | None:
    """The web address that a text is, with its scheme; None if it is something else, such as a file's name."""
    wrapped = _WRAPPED.fullmatch(text.strip())
    address = (wrapped[1] or wrapped[2]) if wrapped else text.strip()
    if WEB_ADDRESS.fullmatch(address):
        return address
    return f"https://{address}" if _WITHOUT_SCHEME.fullmatch(address) else None


def direct_link(url: str) -> str:
    """The address of the audio itself. Raises a ValueError that says what to do for a page that holds none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:  # a malformed address: the service says so
        return url
    site = _SAME_SITE.sub("", host)
    if site in _SHARES:
        return _SHARES[site](url, parts)
    known = site if site in _SITES else _site_above(host)
    if known and not _is_file(parts):
        raise ValueError(_advice(f"{known} shows a page about the recording"))
    return url


def _site_above(host: str) -> str | None:
    return next((site for site in _SITES_WITH_ALL_BELOW if f".{host}".endswith(f".{site}")), None)


def _is_file(parts: SplitResult) -> bool:
    asks_for_it = parse_qs(parts.query).get("download") == ["1"]
    return asks_for_it or names_media(parts.path) or _DOWNLOAD.search(parts.path) is not None


def _advice(what: str) -> str:
    return f"{what}, not its audio: download the audio and give the local file, or give a direct link to the audio"


def _dropbox(url: str, parts: SplitResult) -> str:
    is_in_folder = re.match("/(?:scl/fo|sh)/", parts.path) and names_media(parts.path)
    if not is_in_folder and not re.match("/(?:scl/fi|s)/", parts.path):
        raise ValueError(_advice("this Dropbox address shows a page or a folder"))
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "1" in (asked.get("dl"), asked.get("raw")):
        return url
    return urlunsplit(parts._replace(query=urlencode({**asked, "dl": "1"}), fragment=""))


def _google_drive(url: str, parts: SplitResult) -> str:
    asked = dict(parse_qsl(parts.query))
    page = re.match(r"(?:/a/[^/]+)?/file/(?:u/\d+/)?d/([\w-]+)", parts.path)
    by_id = re.fullmatch(r"(?:/a/[^/]+)?(?:/u/\d+)?/(?:open|uc)", parts.path)
    file_id = page[1] if page else asked.get("id") if by_id else None
    if not file_id:
        raise ValueError(_advice("this Google address shows a page, a document or a folder"))
    if by_id and asked.get("export") == "download":
        return url
    key = {"resourcekey": asked["resourcekey"]} if "resourcekey" in asked else {}
    return f"https://drive.google.com/uc?{urlencode({'id': file_id, 'export': 'download', **key})}"


def _github(url: str, parts: SplitResult) -> str:
    raw = re.sub("^(/[^/]+/[^/]+)/blob/", r"\1/raw/", parts.path)
    return url if raw == parts.path else urlunsplit(parts._replace(path=raw, fragment=""))


_SHARES: Mapping[str, Callable[[str, SplitResult], str]] = {
    "docs.google.com": _google_drive,
    "drive.google.com": _google_drive,
    "dropbox.com": _dropbox,
    "github.com": _github,
}
"""Sites whose share links have a direct form, and how it is made."""

"""The page's routes."""

import asyncio
import sysconfig
from functools import cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from assemblyai_emulator import __version__
from assemblyai_emulator.front import PREFIX, adding, listing, owners, sound, visitors
from assemblyai_emulator.front.guarded import VIEWER_POLICY, guarded, protected
from assemblyai_emulator.front.shown import shown
from assemblyai_emulator.front.titles import title
from assemblyai_emulator.routes import front_page
from assemblyai_emulator.services import services
from assemblyai_emulator.store import names
from assemblyai_emulator.store.transcripts import Transcript
from assemblyai_viewer import page as viewer

_SCRIPT, _STYLE = "text/javascript", "text/css"
_FILES = {
    "front.css": ("assemblyai_emulator.front", _STYLE),
    "main.js": ("assemblyai_emulator.front", _SCRIPT),
    "asking.js": ("assemblyai_emulator.front", _SCRIPT),
    "adding.js": ("assemblyai_emulator.front", _SCRIPT),
    "listing.js": ("assemblyai_emulator.front", _SCRIPT),
    "clients.js": ("assemblyai_emulator.front", _SCRIPT),
    "element.js": ("assemblyai_viewer", _SCRIPT),
    "clock.js": ("assemblyai_viewer", _SCRIPT),
}
"""The page's files, with the packages that hold them: it makes elements and writes times as the viewer does."""


async def index(request: Request) -> Response:
    """The page, for a browser on this machine; for all others the text that says what this is."""
    if "text/html" not in request.headers.get("accept", "") or visitors.refusal(request):
        return await front_page.get(request)
    return protected(
        HTMLResponse(_read("assemblyai_emulator.front", "index.html"), headers={"Vary": "Accept"})
    )


async def file(request: Request) -> Response:
    name: str = request.path_params["name"]
    if name not in _FILES:
        raise HTTPException(404)
    package, kind = _FILES[name]
    return Response(_read(package, name), media_type=kind)


async def setup(request: Request) -> Response:
    """What the page has to know before it has a key."""
    service = services(request)
    model = service.ear.model
    return JSONResponse(
        {
            "version": __version__,
            "key_needed": service.accounts.demands_known_key,
            "hearing": service.ear.notice,
            "speakers": service.ear.speakers,
            "programs": sysconfig.get_path("scripts"),
            "languages": sorted(model.languages),
            "detects": model.multilingual,
        }
    )


async def recording(request: Request) -> Response:
    """The viewer with this recording in it."""
    transcript = await owners.linked(request)
    service = services(request)
    heard = await sound.of(transcript, service.files)
    name = await service.database.run(names.get, transcript.id)
    src = f"{PREFIX}recordings/{transcript.id}/audio{owners.link_query(request, transcript.id)}"
    html = await asyncio.to_thread(_page, transcript, name, src if heard.path else None, heard.note)
    return HTMLResponse(html, headers={"Content-Security-Policy": VIEWER_POLICY})


def _page(transcript: Transcript, name: str | None, src: str | None, note: str | None) -> str:
    uploaded = transcript.upload_id is not None
    called = title(name, transcript.audio_url, uploaded=uploaded, deleted=transcript.deleted)
    return viewer(shown(transcript, called, src, note), media="'self'")


async def audio(request: Request) -> Response:
    """The sound that belongs to the transcript; see `sound`. Ranges work, so a player can go to any time."""
    transcript = await owners.linked(request)
    path = (await sound.of(transcript, services(request).files)).path
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type=await asyncio.to_thread(sound.media_type, path))


@cache
def _read(package: str, name: str) -> str:
    return files(package).joinpath("page", name).read_text(encoding="utf-8")


ROUTES = (
    Route("/", index, methods=["GET"]),
    Route(f"{PREFIX}files/{{name}}", guarded(file), methods=["GET"]),
    Route(f"{PREFIX}setup", guarded(setup), methods=["GET"]),
    Route(f"{PREFIX}uploads", guarded(adding.upload), methods=["POST"]),
    Route(f"{PREFIX}recordings", guarded(listing.get), methods=["GET"]),
    Route(f"{PREFIX}recordings", guarded(adding.order), methods=["POST"]),
    Route(f"{PREFIX}recordings/{{transcript_id}}", guarded(recording), methods=["GET"]),
    Route(f"{PREFIX}recordings/{{transcript_id}}/audio", guarded(audio), methods=["GET"]),
)

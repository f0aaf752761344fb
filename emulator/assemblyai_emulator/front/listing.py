"""The list of recordings as JSON, which the page asks for once a second."""

import hashlib
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from assemblyai_emulator.front import PREFIX, owners
from assemblyai_emulator.front.masked import masked
from assemblyai_emulator.front.titles import title
from assemblyai_emulator.services import services
from assemblyai_emulator.store import recordings
from assemblyai_emulator.store.recordings import Recording


async def get(request: Request) -> Response:
    """A page of 100, newest first; those older than the id `before`, if the query has one. 304 if nothing changed.

    `at_work` are recordings that are at work and not on this page. Times are milliseconds since 1970.
    """
    service, account = services(request), owners.seen(request)
    before = request.query_params.get("before") or None
    page = await service.database.run(recordings.page, account, before)
    working = await service.database.run(recordings.at_work, account, service.jobs.downloading)
    shown = {one.id for one in page.recordings}
    body = json.dumps(
        {
            "recordings": [_row(request, one) for one in page.recordings],
            "at_work": [_row(request, one) for one in working if one.id not in shown],
            "older": page.recordings[-1].id if page.has_older else None,
            "counts": page.counts,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, media_type="application/json", headers={"ETag": tag})


def _row(request: Request, one: Recording) -> dict[str, Any]:
    jobs = services(request).jobs
    began = jobs.began(one.id)
    return {
        "id": one.id,
        "title": title(one.name, one.audio_url, uploaded=one.upload_id is not None, deleted=one.deleted),
        "state": _state(one, downloading=one.id in jobs.downloading),
        "error": None if one.deleted or not one.error else masked(one.error),
        "created": one.created // 1000,
        "ended": None if one.completed is None else one.completed // 1000,
        "began": None if began is None else began // 1000,
        "share": jobs.progress(one.id),
        "link": f"{PREFIX}recordings/{one.id}{owners.link_query(request, one.id)}",
    }


def _state(one: Recording, *, downloading: bool) -> str:
    if one.deleted:
        return "deleted"
    return "downloading" if one.status == "queued" and downloading else one.status

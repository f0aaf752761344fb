"""GET /v2/transcript: the account's transcripts, newest first."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters.whole_number import whole_number
from assemblyai_emulator.services import origin, services
from assemblyai_emulator.store import pages, timestamps
from assemblyai_emulator.store.pages import PageItem, PageQuery

_STATUSES = ("queued", "processing", "completed", "error")
_MAX_LIMIT = 200
"""Transcripts per page."""


async def list_transcripts(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/transcripts/list."""
    service = services(request)
    account = service.accounts.authenticate(request)
    query = _query(request)
    items, has_older = await service.database.run(pages.get_page, account, query)
    return JSONResponse(
        {
            "page_details": _page_details(f"{origin(request)}/v2/transcript", query, items, has_older),
            "transcripts": [_item(item, origin(request)) for item in items],
        }
    )


def _query(request: Request) -> PageQuery:
    """Empty and unknown parameters are ignored, because released SDKs send both."""
    given = {name: value for name, value in request.query_params.items() if value}
    status = given.get("status")
    if status is not None and status not in _STATUSES:
        raise ApiError(400, f"status must be one of {', '.join(_STATUSES)}.")
    return PageQuery(
        limit=_limit(given.get("limit", "10")),
        status=status,
        created_on=_day(given.get("created_on")),
        before_id=given.get("before_id"),
        after_id=given.get("after_id"),
    )


def _limit(text: str) -> int:
    limit = whole_number(text)
    if limit is None or not 1 <= limit <= _MAX_LIMIT:
        raise ApiError(400, f"limit must be a whole number from 1 to {_MAX_LIMIT}.")
    return limit


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ApiError(400, "created_on must be a date like 2026-11-22.") from None


def _page_details(base: str, query: PageQuery, items: list[PageItem], has_older: bool) -> dict[str, Any]:
    """`prev_url` is the older page and `next_url` the newer one, as recorded.

    The recording has a `next_url` even on the newest page, so it is null only on an empty page. `prev_url` is
    null if nothing older is left.
    """
    filters = {"limit": query.limit, "status": query.status, "created_on": query.created_on}
    current = _url(base, filters, before_id=query.before_id, after_id=query.after_id)
    return {
        "limit": query.limit,
        "result_count": len(items),
        "current_url": current,
        "prev_url": _url(base, filters, before_id=items[-1].id) if items and has_older else None,
        "next_url": _url(base, filters, after_id=items[0].id) if items else None,
    }


def _url(base: str, filters: dict[str, Any], **ids: str | None) -> str:
    given = {name: value for name, value in {**filters, **ids}.items() if value is not None}
    return f"{base}?{urlencode(given)}"


def _item(item: PageItem, own_origin: str) -> dict[str, Any]:
    return {
        "id": item.id,
        "resource_url": f"{own_origin}/v2/transcript/{item.id}",
        "status": item.status,
        "created": timestamps.to_iso(item.created),
        "completed": None if item.completed is None else timestamps.to_iso(item.completed),
        "audio_url": item.audio_url,
        "error": item.error or "",
    }

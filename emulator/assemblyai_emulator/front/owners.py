"""Whose recordings a visitor sees, and to whom those belong that are added on the page."""

from starlette.requests import Request

from assemblyai_emulator.accounts import Accounts
from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.front import passes
from assemblyai_emulator.services import services
from assemblyai_emulator.store import recordings
from assemblyai_emulator.store.transcripts import Transcript

PAGE_KEY = "any"
"""The key of the page's examples, where any is accepted: a client that is started as they say sees what was added."""

_OLD_LINK = (
    "This link has expired, or the emulator was started again since. Open the recording from the page again."
)


def seen(request: Request) -> str | None:
    """The account whose recordings are listed; None for all. Raises UnauthorizedError.

    Where any key is accepted, a key keeps nobody out who is on this machine.
    """
    accounts = services(request).accounts
    return accounts.authenticate(request) if accounts.demands_known_key else None


def owner(request: Request) -> str:
    """The account of what is added. Raises UnauthorizedError."""
    return seen(request) or Accounts.of_key(PAGE_KEY)


def link_query(request: Request, transcript_id: str) -> str:
    """What a link to the recording needs behind its path."""
    return passes.query(transcript_id) if services(request).accounts.demands_known_key else ""


async def linked(request: Request) -> Transcript:
    """The transcript that a link leads to. Raises ApiError (403, 400)."""
    service = services(request)
    transcript_id: str = request.path_params["transcript_id"]
    if service.accounts.demands_known_key and not passes.is_valid(transcript_id, request.query_params):
        raise ApiError(403, _OLD_LINK)
    return await service.database.run(recordings.find, transcript_id)

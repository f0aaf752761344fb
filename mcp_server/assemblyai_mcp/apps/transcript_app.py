"""The App: the resource that is its page, the tools whose results it shows, and the tool that fills it."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from typing import Any, cast

from mcp.server.apps import APP_MIME_TYPE, Apps
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.types import CallToolResult, Resource, TextContent, Tool, ToolAnnotations
from pydantic import Field, ValidationError

from assemblyai_mcp.apps.host import host_shows_apps
from assemblyai_mcp.apps.kept import KeptTranscripts
from assemblyai_mcp.apps.pieces import first_piece, words_piece
from assemblyai_mcp.callers import Callers
from assemblyai_tools import Arguments, InvalidArgumentsError, Result, presented, transcript_shown
from assemblyai_viewer import Shown, page

PAGE_URI = "ui://assemblyai/transcript.html"

VIEW_TOOL = "transcript_view"
"""The tool that fills the page. Only the page may call it, so that no model ever reads its definition."""

_SHOWN_BY = ("transcribe", "get_transcript", "ask_question")
"""Tools that give a model what was said. Without any of them, the page must not show it either."""

_DECLARED_BY = frozenset({*_SHOWN_BY, "search_words"})
"""Tools whose results the page shows."""

_PAGE_META: dict[str, Any] = {
    "ui": {"csp": {"connectDomains": [], "resourceDomains": []}, "prefersBorder": True}
}
"""The page makes no request, so no domain is declared."""

_UNFINISHED = ("queued", "processing")

_NO_AUDIO = "A chat lets no page fetch audio."


class ViewArguments(Arguments):
    """For the page that shows a transcript: the next piece of what it shows."""

    transcript_id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    first_item: int = Field(default=0, ge=0, description="How many items of lists the page has.")
    first_word: int | None = Field(default=None, ge=0, description="Give only words, from this one on.")


class ViewPiece(Result):
    """A piece of what the page shows, as it is: the page makes text of it, and nothing else."""

    piece: dict[str, Any]

    def render(self) -> str:
        return "A part of the transcript, for the page that shows it."

    def dump(self) -> dict[str, Any]:
        return self.piece


class TranscriptApp:
    """What a server for these tools adds for a host that shows Apps; nothing for any other."""

    def __init__(self, tools: Collection[str], callers: Callers, clock: Callable[[], float]) -> None:
        self._offered = any(name in tools for name in _SHOWN_BY)
        self._callers = callers
        self._kept = KeptTranscripts(clock)

    @property
    def extensions(self) -> Sequence[Apps]:
        """What the server announces."""
        return [Apps()] if self._offered else []

    @property
    def _is_shown(self) -> bool:
        return self._offered and host_shows_apps()

    def listed(self, tools: Sequence[Tool]) -> list[Tool]:
        """The tools, with the page that shows their results and the tool that fills it."""
        if not self._is_shown:
            return list(tools)
        shown = {"meta": {"ui": {"resourceUri": PAGE_URI}}}
        declared = [tool.model_copy(update=shown) if tool.name in _DECLARED_BY else tool for tool in tools]
        return [*declared, _view_tool()]

    def resources(self) -> list[Resource]:
        if not self._is_shown:
            return []
        about = Resource(
            uri=PAGE_URI,
            name="transcript_page",
            title="Transcript",
            description="The page on which a host shows a transcript.",
            mime_type=APP_MIME_TYPE,
            _meta=_PAGE_META,
        )
        return [about]

    def contents(self, uri: str) -> ReadResourceContents | None:
        """The page, if this is its address; it holds no transcript."""
        if uri != PAGE_URI or not self._is_shown:
            return None
        return ReadResourceContents(content=page(None), mime_type=APP_MIME_TYPE, meta=_PAGE_META)

    def has(self, tool: str) -> bool:
        return tool == VIEW_TOOL and self._is_shown

    async def view(self, arguments: Mapping[str, Any]) -> CallToolResult:
        """The next piece of a transcript's page; raises an AssemblyAIError."""
        try:
            given = ViewArguments.model_validate(dict(arguments))
        except ValidationError as error:
            wrong = ", ".join(str(one["loc"][0]) for one in error.errors())
            raise InvalidArgumentsError(f"{VIEW_TOOL} was not called: wrong {wrong}.") from None
        found = await self._callers.client().run(presented(self._piece(given, self._callers.account())))
        return CallToolResult(
            content=[TextContent(type="text", text=found.text)], structured_content=found.data
        )

    def _piece(self, given: ViewArguments, account: str) -> Generator[Any, Any, Result]:
        shown = self._kept.get(account, given.transcript_id)
        if shown is None:
            reading = self._kept.reading(account)
            shown = yield from _in_chat(given.transcript_id)
            if shown["status"] == "completed":
                self._kept.put(reading, shown)
        if given.first_word is not None:
            return ViewPiece(piece=words_piece(shown, given.first_word))
        return ViewPiece(piece=first_piece(shown, given.first_item))

    def forget(self) -> None:
        """Drop what is kept of the current request's account: a tool that is not read-only was called."""
        self._kept.forget(self._callers.account())


def _in_chat(transcript_id: str) -> Generator[Any, Any, Shown]:
    shown = yield from transcript_shown(transcript_id)
    changes: dict[str, Any] = {"audio": {"src": None, "note": _NO_AUDIO}}
    if shown["status"] in _UNFINISHED:
        changes["notes"] = []  # they say how to make the page again, but in a chat it asks again by itself
    return cast("Shown", {**shown, **changes})


def _view_tool() -> Tool:
    return Tool(
        name=VIEW_TOOL,
        title="Fill the transcript's page",
        description=ViewArguments.__doc__,
        input_schema=ViewArguments.model_json_schema(),
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True
        ),
        _meta={"ui": {"resourceUri": PAGE_URI, "visibility": ["app"]}},
    )

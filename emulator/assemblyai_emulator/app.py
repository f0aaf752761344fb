"""The emulator as a Starlette application."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from assemblyai_emulator.accounts import Accounts
from assemblyai_emulator.config import Settings
from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.jobs import Jobs
from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner
from assemblyai_emulator.reasoning.forwarding import ForwardingReasoner
from assemblyai_emulator.reasoning.reasoner import Reasoner, ReasoningUnavailableError
from assemblyai_emulator.routes import lemur, listing, readings, replies, transcripts, uploads
from assemblyai_emulator.services import Services
from assemblyai_emulator.speech_worker import SpeechWorker
from assemblyai_emulator.store.audio_files import AudioFiles
from assemblyai_emulator.store.database import Database
from assemblyai_emulator.store.directory_lock import locked

_TRANSCRIPT = "/v2/transcript/{transcript_id}"
ROUTES = (
    Route("/v2/upload", uploads.create, methods=["POST"]),
    Route("/upload/{secret}/{upload_id}", uploads.fetch, methods=["GET"]),
    Route("/v2/transcript", transcripts.create, methods=["POST"]),
    Route("/v2/transcript", listing.page, methods=["GET"]),
    Route(_TRANSCRIPT, transcripts.get, methods=["GET"]),
    Route(_TRANSCRIPT, transcripts.delete, methods=["DELETE"]),
    Route(f"{_TRANSCRIPT}/sentences", readings.sentences, methods=["GET"]),
    Route(f"{_TRANSCRIPT}/paragraphs", readings.paragraphs, methods=["GET"]),
    Route(f"{_TRANSCRIPT}/word-search", readings.word_search, methods=["GET"]),
    Route(f"{_TRANSCRIPT}/redacted-audio", readings.redacted_audio, methods=["GET"]),
    Route(f"{_TRANSCRIPT}/{{subtitle_format}}", readings.subtitles, methods=["GET"]),
    Route("/lemur/v3/generate/task", lemur.task, methods=["POST"]),
    Route("/lemur/v3/generate/summary", lemur.summary, methods=["POST"]),
    Route("/lemur/v3/generate/question-answer", lemur.question_answer, methods=["POST"]),
    Route("/lemur/v3/generate/action-items", lemur.action_items, methods=["POST"]),
    Route("/lemur/v3/{request_id}", lemur.get, methods=["GET"]),
    Route("/lemur/v3/{request_id}", lemur.purge, methods=["DELETE"]),
)


def create_app(settings: Settings) -> Starlette:
    """Build the app; its lifespan opens the store under `settings.data_dir` and starts the jobs."""
    app = Starlette(
        routes=ROUTES,
        lifespan=_lifespan(settings),
        exception_handlers={
            ApiError: replies.api_error,
            ReasoningUnavailableError: replies.reasoning_unavailable,
            HTTPException: replies.http_error,
            Exception: replies.server_error,
        },
    )
    # "/v2/transcript/" is not a route of the API, and a redirect would lose a POST's body.
    app.router.redirect_slashes = False
    return app


def _lifespan(settings: Settings) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        files = AudioFiles(settings.data_dir)
        files.prepare()
        with locked(settings.data_dir):
            database = Database(settings.data_dir / "emulator.sqlite3")
            jobs = Jobs(database, files, [SpeechWorker() for _ in range(settings.workers)])
            accounts = Accounts(settings.api_keys)
            app.state.services = Services(accounts, database, files, jobs, _reasoner(settings))
            try:
                await database.open()
                await jobs.start()
                yield
            finally:
                await jobs.stop()
                await database.close()

    return lifespan


def _reasoner(settings: Settings) -> Reasoner:
    if settings.llm_url and settings.llm_model:
        return ForwardingReasoner(settings.llm_url, settings.llm_model, api_key=settings.llm_key)
    return ExtractiveReasoner()

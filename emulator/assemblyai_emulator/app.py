"""The emulator as a Starlette application."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.routing import Route, WebSocketRoute

from assemblyai_emulator.accounts import Accounts
from assemblyai_emulator.config import Settings
from assemblyai_emulator.errors import ApiError, InvalidQueryError, SetupError, StorageError
from assemblyai_emulator.faults.middleware import FaultMiddleware
from assemblyai_emulator.faults.rules import Rules
from assemblyai_emulator.front import PREFIX
from assemblyai_emulator.front import routes as front_routes
from assemblyai_emulator.gateway.chat_model import ChatModel
from assemblyai_emulator.gateway.errors import GatewayError
from assemblyai_emulator.gateway.forwarded_model import ForwardedModel
from assemblyai_emulator.gateway.offline_model import OfflineModel
from assemblyai_emulator.hearing import ear
from assemblyai_emulator.hearing.ear import Ear
from assemblyai_emulator.jobs import worker
from assemblyai_emulator.jobs.job_runner import JobRunner
from assemblyai_emulator.jobs.webhook_sender import WebhookSender
from assemblyai_emulator.jobs.worker_process import WorkerProcess
from assemblyai_emulator.live.hearing import LiveHearing
from assemblyai_emulator.reasoning.chat_server import ChatServer
from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner
from assemblyai_emulator.reasoning.forwarding import ForwardingReasoner
from assemblyai_emulator.reasoning.reasoner import Reasoner, ReasoningUnavailableError
from assemblyai_emulator.routes import (
    gateway,
    lemur,
    listing,
    redacted_audio,
    replies,
    streaming,
    transcript_views,
    transcripts,
    uploads,
)
from assemblyai_emulator.scenarios.library import Scenarios
from assemblyai_emulator.services import Services
from assemblyai_emulator.store.audio_files import AudioFiles
from assemblyai_emulator.store.data_folder import opened
from assemblyai_emulator.store.database import Database

_TRANSCRIPT = "/v2/transcript/{transcript_id}"
ROUTES = (
    *front_routes.ROUTES,
    Route("/v2/upload", uploads.create, methods=["POST"]),
    Route("/upload/{secret}/{upload_id}", uploads.fetch, methods=["GET"]),
    Route("/v2/transcript", transcripts.create, methods=["POST"]),
    Route("/v2/transcript", listing.list_transcripts, methods=["GET"]),
    Route(_TRANSCRIPT, transcripts.get, methods=["GET"]),
    Route(_TRANSCRIPT, transcripts.delete, methods=["DELETE"]),
    Route(f"{_TRANSCRIPT}/sentences", transcript_views.sentences, methods=["GET"]),
    Route(f"{_TRANSCRIPT}/paragraphs", transcript_views.paragraphs, methods=["GET"]),
    Route(f"{_TRANSCRIPT}/word-search", transcript_views.word_search, methods=["GET"]),
    Route(f"{_TRANSCRIPT}/redacted-audio", redacted_audio.get, methods=["GET"]),
    Route("/redacted-audio/{name}", redacted_audio.fetch, methods=["GET"]),
    Route(f"{_TRANSCRIPT}/{{subtitle_format}}", transcript_views.subtitles, methods=["GET"]),
    Route("/lemur/v3/generate/task", lemur.task, methods=["POST"]),
    Route("/lemur/v3/generate/summary", lemur.summary, methods=["POST"]),
    Route("/lemur/v3/generate/question-answer", lemur.question_answer, methods=["POST"]),
    Route("/lemur/v3/generate/action-items", lemur.action_items, methods=["POST"]),
    Route("/lemur/v3/{request_id}", lemur.get, methods=["GET"]),
    Route("/lemur/v3/{request_id}", lemur.purge, methods=["DELETE"]),
    Route("/v1/chat/completions", gateway.chat_completions, methods=["POST"]),
    Route("/v1/models", gateway.models, methods=["GET"]),
    Route("/v1/understanding", gateway.understanding, methods=["POST"]),
    Route("/v1/understanding/validate", gateway.validate_understanding, methods=["POST"]),
    Route("/v2/realtime/token", streaming.realtime_token, methods=["POST"]),
    Route("/v2/realtime/ws", streaming.not_a_handshake, methods=["GET"]),
    WebSocketRoute("/v2/realtime/ws", streaming.realtime_socket),
    Route("/v3/token", streaming.token, methods=["GET"]),
    Route("/v3/ws", streaming.not_a_handshake, methods=["GET"]),
    WebSocketRoute("/v3/ws", streaming.socket),
)


def create_app(settings: Settings, hearing: Ear | None = None) -> Starlette:
    """Build the app. Its lifespan opens the store in `settings.data_dir` and starts the job runner.

    `hearing` is what `ear.of(settings)` gives. Raises SetupError if a file or a model named in `settings` cannot be
    used.
    """
    hearing = hearing or ear.of(settings)
    scenarios = Scenarios.load(settings.scenarios) if settings.scenarios else Scenarios()
    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(FaultMiddleware, rules=_rules(settings), spared=PREFIX)],
        lifespan=_lifespan(settings, scenarios, hearing),
        exception_handlers={
            ApiError: replies.api_error,
            GatewayError: replies.gateway_error,
            InvalidQueryError: replies.invalid_query,
            ClientDisconnect: replies.client_disconnected,
            ReasoningUnavailableError: replies.reasoning_unavailable,
            HTTPException: replies.http_error,
            Exception: replies.server_error,
        },
    )
    # "/v2/transcript/" is not a route of the API, and a redirect would lose the body of a POST.
    app.router.redirect_slashes = False
    return app


def _lifespan(
    settings: Settings, scenarios: Scenarios, hearing: Ear
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    command = worker.command(hearing.model, settings.threads)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        with opened(settings.data_dir) as folder:
            files = AudioFiles(folder)
            files.create_folders()
            database = Database(folder / "emulator.sqlite3")
            public = settings.public_audio_only
            webhooks = WebhookSender(database, public_only=public)
            workers = [WorkerProcess(command) for _ in range(settings.workers)]
            told = webhooks.announce
            jobs = JobRunner(database, files, workers, told, scenarios, ear=hearing, public_only=public)
            live = LiveHearing.of(hearing, scenarios)
            accounts = Accounts(settings.api_keys)
            reasoner, chat_model = _reasoners(settings)
            app.state.services = Services(
                accounts, database, files, jobs, reasoner, chat_model, scenarios, hearing, live, public
            )
            try:
                await database.open()
                await _start(webhooks, jobs)
                yield
            finally:
                await live.stop()
                await jobs.stop()
                await webhooks.stop()
                await database.close()

    return lifespan


async def _start(webhooks: WebhookSender, jobs: JobRunner) -> None:
    try:
        await webhooks.start()
        await jobs.start()
    except StorageError as error:
        raise SetupError(f"The emulator cannot start. {error.text} Nothing is lost.") from None


def _rules(settings: Settings) -> Rules:
    return Rules.load(settings.faults) if settings.faults else Rules()


def _reasoners(settings: Settings) -> tuple[Reasoner, ChatModel]:
    """What answers LeMUR requests, and what answers the gateway's chats."""
    if settings.llm_url and settings.llm_model:
        server = ChatServer(settings.llm_url, settings.llm_key)
        return ForwardingReasoner(server, settings.llm_model), ForwardedModel(server, settings.llm_model)
    reasoner = ExtractiveReasoner()
    return reasoner, OfflineModel(reasoner)

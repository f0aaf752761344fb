"""The objects that every route needs, and how a route gets them."""

from dataclasses import dataclass, field

from starlette.requests import HTTPConnection, Request

from assemblyai_emulator.accounts import Accounts
from assemblyai_emulator.gateway.chat_model import ChatModel
from assemblyai_emulator.gateway.request_rates import RequestRates
from assemblyai_emulator.hearing.ear import Ear
from assemblyai_emulator.jobs.job_runner import JobRunner
from assemblyai_emulator.live.hearing import LiveHearing
from assemblyai_emulator.reasoning.reasoner import Reasoner
from assemblyai_emulator.scenarios.library import Scenarios
from assemblyai_emulator.store.audio_files import AudioFiles
from assemblyai_emulator.store.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    accounts: Accounts
    database: Database
    files: AudioFiles
    jobs: JobRunner
    reasoner: Reasoner
    chat_model: ChatModel
    scenarios: Scenarios
    ear: Ear
    live: LiveHearing
    public_only: bool
    """Whether webhooks must be on the public internet."""
    rates: RequestRates = field(default_factory=RequestRates)


def services(request: HTTPConnection) -> Services:
    found = request.app.state.services
    if not isinstance(found, Services):
        raise TypeError("The app was not started: its lifespan opens the store.")
    return found


def origin(request: Request) -> str:
    """Scheme and host as the client wrote them. URLs in replies must lead back there."""
    return str(request.base_url).rstrip("/")

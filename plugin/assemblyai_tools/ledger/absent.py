"""The answers where there is no ledger: nothing is known, and nothing is remembered."""

from typing import Any

from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.ledger_steps import (
    KnownFiles,
    KnownTranscripts,
    LedgerStep,
    NameSpeakers,
    Order,
    PlaceOrder,
    SpeakerNames,
)


def nothing_known(step: LedgerStep) -> Any:
    """The answer without a ledger."""
    match step:
        case PlaceOrder():
            return Order()
        case KnownTranscripts() | KnownFiles() | SpeakerNames():
            return {}
        case NameSpeakers():
            return ConfigurationError(
                "There is no ledger in which names could be remembered.",
                next_step="The person who runs this must allow one (unset ASSEMBLYAI_LEDGER, or see the log).",
            )
        case _:
            return None

"""The ids that a shell completes: those of the ledgers on this machine, so that no request is made."""

from collections.abc import Sequence

from assemblyai_tools.cli.offline_state import offline_ledger
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.ledger.recent import recent
from assemblyai_tools.ledger_steps import Known

_MOST = 20
"""Ids that are offered."""


def known_ids(beginning: str) -> Sequence[Known]:
    """The newest transcripts whose id or file name begins like this, of the live ledger and the offline one."""
    try:
        ledger = Settings.from_env().with_kept_ledger().ledger
    except ConfigurationError:  # the command itself says what is wrong
        ledger = None
    live = () if ledger is None or ledger == "off" else recent(ledger, beginning, _MOST)
    return [*live, *recent(offline_ledger(), beginning, _MOST)][:_MOST]

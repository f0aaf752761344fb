"""Checks of what was read of the account."""

from evals.checks.check import Check
from evals.recordings import Recording
from evals.world.end_state import EndState


def was_read(recording: Recording) -> Check:
    """The earlier transcript of this recording was read, or a language model of the service was asked about it."""

    def check(end: EndState) -> str:
        made = end.earlier[recording.where]
        read = any(
            one.is_done("GET", f"/v2/transcript/{made}*")
            or (one.is_done("POST", "/lemur/*") and made in one.body.get("transcript_ids", ()))
            for one in end.exchanges
        )
        return "" if read else f"the transcript of {recording.where} was not read"

    return check

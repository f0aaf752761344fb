"""Stepping through a flow by hand."""

from assemblyai_tools.flow import Compute
from assemblyai_tools.ledger.absent import nothing_known
from assemblyai_tools.ledger_steps import LedgerStep


def without_ledger(flow, step):
    """The first step that asks for something outside of the program.

    Questions to the ledger get the answer that no ledger gives, and what is to be computed is computed.
    """
    while isinstance(step, LedgerStep | Compute):
        step = flow.send(nothing_known(step) if isinstance(step, LedgerStep) else step.work())
    return step

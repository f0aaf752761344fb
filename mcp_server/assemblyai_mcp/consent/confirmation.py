"""Asking the person before something is deleted.

How the client asks depends on its protocol revision. Before 2026-07-28 the server sends the question while the call
runs. Since then the server answers the call with the question, and the client repeats the call with the answer in it.
If the client cannot ask, the call fails once, and the error gives the call that confirms.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.shared.exceptions import MCPError
from mcp.types import (
    ClientCapabilities,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    InputRequiredResult,
)
from mcp_types.version import is_version_at_least

from assemblyai_mcp.callers import STRANGERS
from assemblyai_mcp.consent.questions import Questions
from assemblyai_mcp.consent.refusals import Refusals
from assemblyai_mcp.definitions import CONFIRM, AnyOperation

_ASKED_BY_RESULT = "2026-07-28"
"""The first protocol revision in which a question is the answer to a call."""

_FORM = {
    "type": "object",
    "properties": {CONFIRM: {"type": "boolean", "title": "Delete it for good", "default": False}},
    "required": [CONFIRM],
}


def shows_forms(capabilities: ClientCapabilities | None) -> bool:
    """Whether a client can show a form. In older revisions a client names no mode, and means forms."""
    elicitation = capabilities.elicitation if capabilities else None
    return elicitation is not None and (elicitation.form is not None or elicitation.url is None)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One call that needs a person's consent."""

    operation: AnyOperation
    arguments: Mapping[str, Any]
    account: str
    """Whose call it is: consent counts for one account."""
    share: Callable[[], str]
    """In whose share of a memory to note it now: the account's, or that of strangers if the service never answered."""
    confirmed: bool
    """Whether the model says that the person agreed."""
    describe: Callable[[], Awaitable[str | None]]
    """Looks up what the call would delete, in a few words for the person; None if there is nothing left to delete."""
    questions: Questions
    refusals: Refusals

    @property
    def name(self) -> str:
        """The name of this call's question."""
        return f"{CONFIRM}_{self._digest()}"

    @staticmethod
    def can_ask(context: Context[None, Any]) -> bool:
        """Whether the client can ask the person."""
        return shows_forms(context.client_capabilities)

    @staticmethod
    def request(message: str) -> ElicitRequest:
        """The form that a client shows for this question."""
        return ElicitRequest(params=ElicitRequestFormParams(message=message, requested_schema=_FORM))

    async def ask(self, context: Context[None, Any] | None) -> InputRequiredResult | None:
        """None if the person agreed or need not be asked, or the question for the client to ask.

        Raises ToolError if they did not agree.
        """
        if context is None or not self.can_ask(context):
            await self._require_models_word()
            return None
        if is_version_at_least(context.protocol_version or "", _ASKED_BY_RESULT):
            return await self._ask_by_result(context)
        message = await self.message()
        if message is None:
            return None
        try:
            answer = await context.session.elicit_form(message, _FORM, context.request_id)
        except MCPError as error:  # the client declared that it can ask, and failed
            raise ToolError(
                f"Nothing was deleted: the client could not ask the person ({error.message}). Try again once; if that "
                "fails too, tell the person."
            ) from error
        self.check(answer)
        return None

    async def _ask_by_result(self, context: Context[None, Any]) -> InputRequiredResult | None:
        # A client may repeat the call from its start and then bring the answer, so a call's question has a fixed name.
        first, again = self.name, f"{CONFIRM}_again_{self._digest()}"
        answers = context.input_responses or {}
        answer = answers.get(again, answers.get(first))
        if answer is None:
            return await self._question(first)
        objection = self.questions.objection_to(context.request_state)
        if objection is None:
            self.check(answer)
            return None
        if again in answers:  # a client that loses every state would ask the person for ever
            raise ToolError(
                "Nothing was deleted: the person was asked twice, and neither answer counted. The second did not "
                f"because {objection}. Do not call {self.operation.name} for this again now; tell the person."
            )
        return await self._question(again, f"The last answer did not count, because {objection}. ")

    async def _question(self, name: str, remark: str = "") -> InputRequiredResult | None:
        message = await self.message()
        if message is None:
            return None
        return InputRequiredResult(
            input_requests={name: self.request(remark + message)},
            request_state=self.questions.new_state(self.share()),
        )

    async def _require_models_word(self) -> None:
        call = (self.account, self.operation.name, self.arguments)
        if self.confirmed and any(self.refusals.has(share, *call) for share in (self.share(), STRANGERS)):
            return
        about = await self.describe()
        if about is None:
            return
        self.refusals.note(self.share(), *call)
        early = f" and {CONFIRM}=true counts only after this refusal" if self.confirmed else ""
        again = ", ".join([*self._argument_texts(), f"{CONFIRM}=true"])
        raise ToolError(
            f"Nothing was deleted yet: {self.operation.name} cannot be undone{early}. Ask the person"
            f"{f' ({about})' if about else ''}; once they agree, call {self.operation.name} with {again}."
        )

    def check(self, answer: Any) -> None:
        """Raise ToolError if this answer of the person is no consent."""
        accepted = isinstance(answer, ElicitResult) and answer.action == "accept"
        if accepted and (answer.content or {}).get(CONFIRM) is True:
            return
        if accepted:
            raise ToolError(
                "The person sent the form without ticking its box, so nothing was deleted. If they meant to agree, "
                f"call {self.operation.name} again and they are asked once more."
            )
        raise ToolError(
            "The person did not agree, so nothing was deleted. Do not call "
            f"{self.operation.name} for this again unless they ask for it."
        )

    def _digest(self) -> str:
        call = json.dumps([self.operation.name, dict(self.arguments)], sort_keys=True)
        return sha256(call.encode()).hexdigest()[:16]

    async def message(self) -> str | None:
        """The question, or None if there is nothing left to delete."""
        about = await self.describe()
        if about is None:
            return None
        facts = ", ".join([*self._argument_texts(), *([about] if about else [])])
        return f"{self.operation.title} ({facts})? This cannot be undone."

    def _argument_texts(self) -> list[str]:
        return [f"{name}={value}" for name, value in self.arguments.items()]

"""An agent whose model is scripted: how it is made, what its model calls, and what its tools gave."""

from langchain.agents import create_agent
from langchain_core.language_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage, ToolMessage

ASK = {"messages": [("user", "Do your job.")]}


class Script(FakeMessagesListChatModel):
    """Each turn is a message, or a function that makes one from the tool results so far."""

    turns: list

    def bind_tools(self, *_args, **_options):
        return self

    def _generate(self, messages, stop=None, run_manager=None, **options):
        results = [message for message in messages if isinstance(message, ToolMessage)]
        turn = self.turns[sum(isinstance(message, AIMessage) for message in messages)]
        self.responses = [turn(*results) if callable(turn) else turn]
        self.i = 0
        return super()._generate(messages, stop, run_manager, **options)


def call(name, **arguments):
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": f"call-{name}"}])


def agent_of(toolkit, *turns, **options):
    return create_agent(
        Script(responses=[], turns=[*turns, AIMessage("Done.")]), toolkit.get_tools(), **options
    )


def results_of(state):
    return [message for message in state["messages"] if isinstance(message, ToolMessage)]

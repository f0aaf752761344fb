"""What LangChain's OpenAI model would send: the kinds of the parts of a tool's message, in both of its APIs."""

from langchain_core.messages import AIMessage, HumanMessage
from langchain_openai import ChatOpenAI


def kinds_of(message):
    """Both payloads are built; nothing is sent."""
    call = {"type": "tool_call", "name": message.name or "tool", "args": {}, "id": message.tool_call_id}
    talk = [HumanMessage("Read it."), AIMessage("", tool_calls=[call]), message]
    kinds = []
    for responses in (False, True):
        model = ChatOpenAI(model="gpt-5", api_key="not-a-key", use_responses_api=responses)
        payload = model._get_request_payload(talk)
        sent = payload["input"][-1]["output"] if responses else payload["messages"][-1]["content"]
        parts = [{"type": "text"}] if isinstance(sent, str) else sent
        kinds += ["text" if part["type"] in {"text", "input_text"} else part["type"] for part in parts]
    return sorted(set(kinds))

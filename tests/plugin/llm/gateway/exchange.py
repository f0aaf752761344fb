"""What the gateway is asked, and what it says."""

from assemblyai_tools.flow import Host, Request
from assemblyai_tools.llm.gateway import DEFAULT_MODEL
from assemblyai_tools.llm.prompts import answers_schema

ONE = {"transcript_ids": ["t1"]}
WORDS = {"input_text": "Words."}
ONE_QUESTION = {**ONE, "questions": [{"question": "Who?"}]}
RESPONSE_FORMAT = {"type": "json_schema", "json_schema": answers_schema()}


def says(content, finish_reason="stop", **message):
    choice = {"message": {"role": "assistant", "content": content, **message}, "finish_reason": finish_reason}
    return {"request_id": "r1", "choices": [choice], "usage": {"output_tokens": 1}, "new": {"key": 1}}


def ask(prompt, **more):
    body = {
        "model": DEFAULT_MODEL,
        "messages": [{"role": "user", "content": prompt}],
        "max_tokens": 2000,
        **more,
    }
    return Request("POST", "/v1/chat/completions", json=body, host=Host.LLM, timeout=240.0, billed=True)

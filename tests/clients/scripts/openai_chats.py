"""The chats of the OpenAI SDK, which many applications point at the LLM Gateway."""

import json
import sys

import openai

MODEL = "claude-sonnet-4-6"
client = openai.OpenAI()
TEXT = "Nadia tests it on Friday. I will fix the parser by Thursday."
ask = [{"role": "user", "content": f"When will the parser be fixed?\n\n{TEXT}"}]
raw = client.chat.completions.with_raw_response.create(model=MODEL, messages=ask)
whole = raw.parse().choices[0].message.content
chunks = list(
    client.chat.completions.create(
        model=MODEL, messages=ask, stream=True, stream_options={"include_usage": True}
    )
)
schema = {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}
shaped = client.chat.completions.create(
    model="gpt-5-nano",
    messages=ask,
    response_format={"type": "json_schema", "json_schema": {"name": "a", "schema": schema}},
    extra_body={"post_processing_steps": [{"type": "json-repair"}]},
)
tool = {"type": "function", "function": {"name": "book", "parameters": {"type": "object", "properties": {}}}}
try:
    client.chat.completions.create(model=MODEL, messages=ask, tools=[tool])
except openai.BadRequestError as error:
    refused = error.response.json()["metadata"]["errors"][-1]
sys.stdout.write(
    json.dumps(
        {
            "models": [model.id for model in client.models.list()],
            "whole": whole,
            "streamed": "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices),
            "end": [choice.finish_reason for chunk in chunks for choice in chunk.choices][-1],
            "usage": chunks[-1].usage.total_tokens > 0,
            "names": sorted({chunk.model for chunk in chunks}),
            "shaped": sorted(json.loads(shaped.choices[0].message.content)),
            "headers": {
                name: raw.headers.get(f"x-ratelimit-{name}") for name in ("limit", "remaining", "model")
            },
            "refused": refused,
        }
    )
)

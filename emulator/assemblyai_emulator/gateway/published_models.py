"""The names of the language models that the service's gateway has published."""

import re

NAMES = (
    "claude-haiku-4-5-20251001",
    "claude-opus-4-5-20251101",
    "claude-opus-4-6",
    "claude-sonnet-4-5-20250929",
    "claude-sonnet-4-6",
    "claude-sonnet-5",
    "gemini-2.5-flash",
    "gemini-2.5-flash-lite",
    "gemini-2.5-pro",
    "gemini-3-flash-preview",
    "gpt-4.1",
    "gpt-5",
    "gpt-5-mini",
    "gpt-5-nano",
    "gpt-5.1",
    "gpt-5.2",
    "gpt-oss-120b",
    "gpt-oss-20b",
    "kimi-k2.5",
    "qwen3-next-80b-a3b",
    "qwen3.5-4b-32k-fast",
)
"""Names to choose from, for the catalogue. The service's own list changes every few weeks."""

_FAMILY = re.compile(
    r"(?:chatgpt|claude|command|deepseek|gemini|gemma|glm|gpt|grok|kimi|llama|minimax|mistral|nova|qwen)"
    r"(?=[-.\d])[a-z0-9._:-]{1,80}"
)
"""Any version of a model that the service has, or may have tomorrow."""


def is_published(name: str) -> bool:
    """Whether the service may know a model of this name: it belongs to a known family."""
    return _FAMILY.fullmatch(name) is not None

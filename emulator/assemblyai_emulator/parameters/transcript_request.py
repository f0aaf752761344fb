"""Parses the body of POST /v2/transcript."""

from collections.abc import Mapping
from typing import Any

import httpx

from assemblyai_emulator import outgoing
from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.hearing.ear import Ear
from assemblyai_emulator.parameters import fields, languages, redaction, refusals, rules

WARNINGS = "warnings"
"""The key, among a stored transcript's parameters, that has a sentence for each hint that has no effect."""


def read(body: Mapping[str, Any], ear: Ear) -> dict[str, Any]:
    """The parameters that are set, including `audio_url`. Null means unset.

    Raises ApiError (400) for what the API refuses, and for what the emulator does not support or `ear` cannot hear.
    https://www.assemblyai.com/docs/api-reference/transcripts/submit
    """
    given = check(body)
    redaction.check(given)
    if not ear.speakers:
        refusals.check_speakers(given)
    code = languages.echoed(given, ear)
    return {**given, "language_code": code, WARNINGS: fields.warnings(given, steerable=ear.steerable)}


def check(body: Mapping[str, Any], *, allow_unsupported: bool = False) -> dict[str, Any]:
    """The parameters that are set, after the checks that also apply to audio with a scenario.

    `allow_unsupported` accepts features that only a scenario can have. Raises ApiError (400).
    """
    given = {name: value for name, value in body.items() if value is not None}
    _check_url(given.get("audio_url"))
    for name in given.keys() & fields.FIELDS.keys():
        fields.check(name, given[name])
    rules.check(given)
    for name in sorted(given.keys() - fields.FIELDS.keys()):
        refusals.check(name, given[name], allow_unsupported=allow_unsupported)
    return given


def _check_url(audio_url: Any) -> None:
    if not audio_url:
        raise ApiError(400, "Transcript creation error, audio_url not found")
    if not isinstance(audio_url, str) or not audio_url.startswith(("http://", "https://")):
        raise ApiError(400, "audio_url should start with http")
    try:
        outgoing.address(audio_url)
    except httpx.InvalidURL as error:
        # The service's reply is unverified. It would fail the job; nothing can be downloaded from this.
        raise ApiError(400, f"audio_url is not a URL that audio can be downloaded from: {error}.") from None

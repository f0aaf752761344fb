"""The parameters of `/v3/ws` and of its UpdateConfiguration messages.

https://www.assemblyai.com/docs/api-reference/streaming-api
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assemblyai_emulator.errors import StreamError
from assemblyai_emulator.parameters.languages import WAY_OUT
from assemblyai_emulator.parameters.live_refusals import REFUSED, SPEAKERS, UNUSED

ALWAYS_FORMATTED = frozenset(
    {"u3-rt-pro", "u3-rt-pro-beta-1", "u3-pro", "universal-3-5-pro", "universal-3-6", "universal-3-6-pro"}
)
"""Models whose finished turns always have capitals and punctuation; `format_turns` has no effect."""

PLAIN = frozenset({"universal-streaming-english", "universal-streaming-multilingual", "whisper-rt"})
"""Models whose finished turns are formatted only with `format_turns`: then each is sent twice, plain and formatted."""

Encoding = Literal["pcm_s16le", "pcm_mulaw"]
BYTES_PER_SAMPLE: Mapping[Encoding, int] = {"pcm_s16le": 2, "pcm_mulaw": 1}

_COMPRESSED = frozenset({"opus", "ogg_opus", "aac"})


def _parsed(value: Any) -> Any:
    """The list that a query writes as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError("it must be a list, written as JSON") from None


Strings = Annotated[list[str], BeforeValidator(_parsed)]
Share = Annotated[float, Field(ge=0, le=1)]
Milliseconds = Annotated[int, Field(ge=0, le=60_000)]


class Configuration(BaseModel):
    """What a client may change during a session. None means unchanged, or at the start the default."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    end_of_turn_confidence_threshold: Share | None = None
    min_turn_silence: Milliseconds | None = None
    min_end_of_turn_silence_when_confident: Milliseconds | None = None
    """The former name of `min_turn_silence`."""
    max_turn_silence: Milliseconds | None = None
    format_turns: bool | None = None
    keyterms_prompt: Strings | None = None
    prompt: str | None = None
    language_codes: Strings | None = None
    acknowledge_silence: bool | None = None
    # Accepted, and a warning says that they have no effect.
    vad_threshold: Share | None = None
    agent_context: str | None = None
    interruption_delay: Milliseconds | None = None
    turn_left_pad_ms: Milliseconds | None = None
    session_heartbeat: bool | None = None
    # Refused, unless they ask for nothing.
    filter_profanity: bool | None = None


class Parameters(Configuration):
    """The query of `/v3/ws`."""

    speech_model: str
    encoding: Encoding = "pcm_s16le"
    sample_rate: Annotated[int, Field(ge=8_000, le=96_000)]
    """Samples a second."""
    inactivity_timeout: Annotated[int, Field(ge=5, le=3_600)] | None = None
    """Seconds."""
    include_partial_turns: bool | None = None
    language_code: str | None = None
    language_detection: bool | None = None
    mode: Literal["max_accuracy", "balanced", "min_latency"] | None = None
    continuous_partials: bool | None = None
    voice_focus: str | None = None
    voice_focus_threshold: Share | None = None
    noise_suppression_model: str | None = None
    noise_suppression_threshold: Share | None = None
    customer_support_audio_capture: bool | None = None
    domain: str | None = None
    webhook_url: str | None = None
    webhook_auth_header_name: str | None = None
    webhook_auth_header_value: str | None = None
    llm_gateway: str | None = None
    speaker_labels: bool | None = None
    speaker_labels_revision_interval_ms: Annotated[int, Field(ge=0)] | None = None
    max_speakers: Annotated[int, Field(ge=1)] | None = None
    redact_pii: bool | None = None
    redact_pii_policies: Strings | None = None
    redact_pii_sub: str | None = None

    @property
    def bytes_per_ms(self) -> float:
        return BYTES_PER_SAMPLE[self.encoding] * self.sample_rate / 1000


_Model = TypeVar("_Model", bound=Configuration)


def parameters(query: Mapping[str, str], *, speakers: bool = False) -> Parameters:
    """Raises StreamError (3006) for the first fault of the query. `speakers` is whether a scenario knows speakers."""
    given = {name: value for name, value in query.items() if name != "token"}
    encoding = given.get("encoding", "pcm_s16le")
    if encoding in _COMPRESSED:
        raise StreamError.invalid(
            f"Invalid 'encoding': the offline emulator hears {' and '.join(BYTES_PER_SAMPLE)} only. Decode the "
            f"{encoding} before you send it, or stream to the real API."
        )
    found = _validated(Parameters, given, spared=SPEAKERS if speakers else frozenset())
    if found.speech_model not in ALWAYS_FORMATTED | PLAIN:
        known = ", ".join(sorted(ALWAYS_FORMATTED | PLAIN))
        raise StreamError.invalid(f"Invalid 'speech_model': it must be one of {known}.")
    return found


def update(current: Parameters, given: Mapping[str, Any]) -> tuple[Parameters, Configuration]:
    """The parameters after the changes of an UpdateConfiguration, and the changes. Raises StreamError (3006)."""
    changes = _validated(Configuration, given)
    return current.model_copy(update=changes.model_dump(exclude_none=True)), changes


def check_languages(given: Configuration, known: frozenset[str]) -> None:
    """Raises StreamError (3006) for a language that the speech model does not know."""
    former: str | None = getattr(given, "language_code", None)
    wanted = [("language_codes", code) for code in given.language_codes or ()]
    wanted += [("language_code", former)] if former else []
    for name, code in wanted:
        if code not in known:
            extent = (
                "English only" if len(known) == 1 else f"{len(known)} languages, and {code} is none of them"
            )
            raise StreamError.invalid(
                f"{name}: the offline emulator's speech model knows {extent}. {WAY_OUT}"
            )


def warnings(given: Configuration, *, steerable: bool, multilingual: bool) -> list[str]:
    """One sentence for each parameter that has no effect here."""
    unused = dict(UNUSED)
    if not steerable:
        unused |= dict.fromkeys(
            ("prompt", "keyterms_prompt"), "this speech model cannot be steered by text, so it was not used"
        )
    if not multilingual:
        unused["language_detection"] = "this speech model knows English only"
    return [
        f"{name} was accepted but has no effect in the offline emulator: {why}."
        for name, why in unused.items()
        if getattr(given, name, None)
    ]


def _validated(model: type[_Model], given: Mapping[str, Any], spared: frozenset[str] = frozenset()) -> _Model:
    try:
        found = model.model_validate(given)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise StreamError.invalid(
            _text(".".join(map(str, fault["loc"])), fault["type"], fault["msg"])
        ) from None
    for name, refusal in REFUSED.items():
        if name not in spared and getattr(found, name, None):
            raise StreamError.invalid(f"{name} is not available in the offline emulator: {refusal}")
    return found


def _text(name: str, kind: str, message: str) -> str:
    if kind == "missing":
        return f"Missing required parameter '{name}'."
    if kind == "extra_forbidden":
        return f"{name} is not a parameter that the offline emulator knows. Check its spelling."
    return f"Invalid '{name}': {message}."

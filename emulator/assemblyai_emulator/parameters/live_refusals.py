"""Parameters of a live stream that the offline emulator refuses or does not use, each with the reason."""

from collections.abc import Mapping

_LEAVE_OUT = "Leave it out, or stream to the real API."
_NO_SPEAKERS = (
    "speakers are told apart in whole recordings only. Leave it out, send the finished recording to "
    "POST /v2/transcript with speaker_labels, or stream to the real API."
)
_REDACTION = (
    "personal data is hidden in whole transcripts only, and nothing may pass for safe to share. Send the finished "
    "recording to POST /v2/transcript with redact_pii, or stream to the real API."
)
_WEBHOOK = f"a stream has no webhook here. {_LEAVE_OUT}"

SPEAKERS = frozenset({"speaker_labels", "max_speakers", "speaker_labels_revision_interval_ms"})

REFUSED: Mapping[str, str] = {
    **dict.fromkeys(SPEAKERS, _NO_SPEAKERS),
    "redact_pii": _REDACTION,
    "redact_pii_policies": _REDACTION,
    "redact_pii_sub": _REDACTION,
    "domain": f"its speech model has no such setting. {_LEAVE_OUT}",
    "filter_profanity": f"it has no list of such words. {_LEAVE_OUT}",
    "llm_gateway": "a stream asks no language model here. Send the finished turn to POST /v1/chat/completions.",
    "webhook_url": _WEBHOOK,
    "webhook_auth_header_name": _WEBHOOK,
    "webhook_auth_header_value": _WEBHOOK,
}
"""They would change what a session sends, so a client that asks for one must learn that it does not work."""

_NO_SETTING = "its detection of speech has no such setting"
_NO_FILTER = "the audio is heard as it is"

UNUSED: Mapping[str, str] = {
    "mode": "it hears as fast and as well as this machine can",
    "vad_threshold": _NO_SETTING,
    "interruption_delay": _NO_SETTING,
    "turn_left_pad_ms": _NO_SETTING,
    "agent_context": "it does not know what an agent said",
    "session_heartbeat": "it sends no Heartbeat",
    "continuous_partials": "a partial turn is sent whenever its text changes",
    "voice_focus": _NO_FILTER,
    "voice_focus_threshold": _NO_FILTER,
    "noise_suppression_model": _NO_FILTER,
    "noise_suppression_threshold": _NO_FILTER,
    "customer_support_audio_capture": "nothing is recorded",
}
"""They only steer the service's models. Clients of the service send them, so they must not fail here."""

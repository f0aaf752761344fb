"""AssemblyAI's own streaming clients for Python work against the emulator: over ws://, and over TLS."""

import pytest
from tests.emulator.sdk_runs import run_python

BLOCKING = """
import json, sys
from assemblyai.streaming.v3 import (
    RealTimeTranscriber, RealTimeEvents, RealTimeParameters, RealTimeSessionParameters, RealTimeTranscriberOptions)

host, pcm = sys.argv[1], open(sys.argv[2], "rb").read()
seen = []
options = RealTimeTranscriberOptions(api_host=host, api_key="sdk", connect_timeout=20, terminate_timeout=40)
client = RealTimeTranscriber(options)
for event in RealTimeEvents:
    client.on(event, lambda _, message: seen.append(message))
client.connect(RealTimeParameters(
    sample_rate=16000, speech_model="universal-streaming-english", format_turns=True, keyterms_prompt=["Friday"]))
client.stream(pcm[start : start + 3200].ljust(3200, bytes(1)) for start in range(0, len(pcm), 3200))
client.set_params(RealTimeSessionParameters(max_turn_silence=900))
client.keep_alive()
client.force_endpoint()
client.disconnect(terminate=True)
print(json.dumps({
    "types": sorted({message.type for message in seen}),
    "model": seen[0].configuration.model,
    "turns": [[one.transcript, one.turn_is_formatted] for one in seen if one.type == "Turn" and one.end_of_turn],
    "audio": seen[-1].audio_duration_seconds,
}))
"""

ASYNC = """
import asyncio, json, sys
from assemblyai.streaming.v3 import (
    AsyncRealTimeTranscriber, RealTimeEvents, RealTimeParameters, RealTimeTranscriberOptions)

host, pcm, key = sys.argv[1], open(sys.argv[2], "rb").read(), sys.argv[3]


async def main():
    seen, errors = [], []
    options = RealTimeTranscriberOptions(api_host=host, token=key, connect_timeout=20, terminate_timeout=40)
    client = AsyncRealTimeTranscriber(options)
    client.on(RealTimeEvents.Turn, lambda _, message: seen.append(message))
    client.on(RealTimeEvents.Error, lambda _, error: errors.append([error.code, str(error)]))
    await client.connect(RealTimeParameters(sample_rate=16000, speech_model="u3-rt-pro"))
    await client.stream(pcm[start : start + 3200].ljust(3200, bytes(1)) for start in range(0, len(pcm), 3200))
    await client.disconnect(terminate=True)
    return {"turns": [one.transcript for one in seen if one.end_of_turn], "errors": errors}


print(json.dumps(asyncio.run(main())))
"""

TOKEN = """
import json, sys
from assemblyai.streaming.v3 import RealTimeTranscriber, RealTimeTranscriberOptions

client = RealTimeTranscriber(RealTimeTranscriberOptions(api_host=sys.argv[1], api_key="sdk"))
print(json.dumps(client.create_temporary_token(60, 90)))
"""


@pytest.fixture(scope="module")
def pcm(speech, tmp_path_factory):
    path = tmp_path_factory.mktemp("pcm") / "speech.pcm"
    path.write_bytes(speech)
    return str(path)


@pytest.fixture(scope="module")
def address(running_emulator) -> str:
    return running_emulator.base_url.removeprefix("http://")


def test_the_blocking_client_hears_turns(address, pcm):
    seen = run_python(BLOCKING, f"ws://{address}", pcm)
    assert seen["types"] == ["Begin", "SpeechStarted", "Termination", "Turn"]
    assert (seen["model"], seen["audio"]) == ("offline-whisper-tiny.en", 6)
    (plain, formatted) = seen["turns"]
    assert (plain[1], formatted[1]) == (False, True)
    assert plain[0] == formatted[0].lower().replace(".", "").replace(",", "")
    assert formatted[0].endswith("Friday.")


def test_the_async_client_speaks_tls_with_a_token(address, pcm, tls):
    """The SDK insists on https, so the token is asked for by https too."""
    token = run_python(TOKEN, tls.host_of(address), SSL_CERT_FILE=tls.certificate)
    seen = run_python(ASYNC, tls.host_of(address), pcm, token, SSL_CERT_FILE=tls.certificate)
    assert seen["errors"] == []
    assert seen["turns"][0].endswith("Friday.")


def test_an_error_reaches_the_clients_handler(address, tmp_path):
    short = tmp_path / "short.pcm"
    short.write_bytes(bytes(3200))
    job = ASYNC.replace("3200].ljust(3200, bytes(1))", "800]")
    (error,) = run_python(job, f"ws://{address}", str(short), "sdk")["errors"]
    assert (error[0], "25.0 ms" in error[1]) == (3007, True)

"""AssemblyAI's own streaming clients for Node work against the emulator, over TLS, which they insist on.

Skipped unless Node and the package are installed.
"""

from tests.emulator.sdk_runs import needs_node_sdk, run_node

pytestmark = needs_node_sdk


def test_the_official_node_sdk_streams(running_emulator, speech, tmp_path, tls):
    pcm = tmp_path / "speech.pcm"
    pcm.write_bytes(speech)
    seen = run_node(
        "live.mjs",
        str(pcm),
        EMULATOR_HOST=tls.host_of(running_emulator.base_url.removeprefix("http://")),
        NODE_EXTRA_CA_CERTS=tls.certificate,
    )
    assert seen["v3"]["begun"] == 36
    assert seen["v3"]["partial"] > 5
    assert [text[-7:] for text in seen["v3"]["final"]] == ["Friday."]
    assert seen["v2"]["begun"] == 36
    assert seen["v2"]["final"] == seen["v3"]["final"]
    assert seen["v2"]["seconds"] == 6
    assert "25.0 ms" in seen["refused"]

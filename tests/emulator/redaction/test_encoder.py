import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame

from assemblyai_emulator.redaction.encoder import Encoder


@pytest.mark.parametrize(("quality", "codec"), [("mp3", "mp3float"), ("wav", "pcm_s16le")])
def test_frames_become_a_file_of_the_wanted_kind(tmp_path, quality, codec):
    path = tmp_path / "a"
    frame = AudioFrame.from_ndarray(np.zeros((2, 8000), np.int16), format="s16p", layout="stereo")
    frame.sample_rate = 8000
    with Encoder(path, quality, 8000, "stereo") as encoder:
        encoder.write(frame)
    with av.open(str(path)) as container:
        context = container.streams.audio[0].codec_context
        assert (container.format.name, context.name, context.sample_rate, context.channels) == (
            quality,
            codec,
            8000,
            2,
        )


def test_a_failure_inside_is_not_hidden(tmp_path):
    with pytest.raises(ValueError, match="inside"), Encoder(tmp_path / "a", "wav", 8000, "mono"):
        raise ValueError("inside")

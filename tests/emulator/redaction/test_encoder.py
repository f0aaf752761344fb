import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame

from assemblyai_emulator.redaction.encoder import Encoder


@pytest.mark.parametrize(("file_format", "codec"), [("mp3", "mp3float"), ("wav", "pcm_s16le")])
def test_frames_are_encoded_in_the_given_format(tmp_path, file_format, codec):
    path = tmp_path / "a"
    frame = AudioFrame.from_ndarray(np.zeros((2, 8000), np.int16), format="s16p", layout="stereo")
    frame.sample_rate = 8000
    with Encoder(path, file_format, 8000, "stereo") as encoder:
        encoder.write(frame)
    with av.open(str(path)) as container:
        context = container.streams.audio[0].codec_context
        assert (container.format.name, context.name, context.sample_rate, context.channels) == (
            file_format,
            codec,
            8000,
            2,
        )


def test_an_exception_in_the_with_block_is_raised(tmp_path):
    with pytest.raises(ValueError, match="inside"), Encoder(tmp_path / "a", "wav", 8000, "mono"):
        raise ValueError("inside")

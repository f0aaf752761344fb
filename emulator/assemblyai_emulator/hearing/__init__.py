"""Speech recognition: media decoding, voice activity detection, and the recognizers."""

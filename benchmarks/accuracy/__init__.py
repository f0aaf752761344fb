"""How well the emulator hears: wrong words and wrong speakers, on recordings of real people."""

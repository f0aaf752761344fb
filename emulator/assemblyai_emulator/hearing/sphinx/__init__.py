"""The recognizer without a neural network: pocketsphinx, in English only and with low accuracy."""

"""AssemblyAI's speech-to-text API on your own machine, with real offline speech decoding."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("assemblyai-tools")

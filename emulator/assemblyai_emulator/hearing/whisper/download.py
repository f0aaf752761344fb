"""Gets a model from the Hugging Face Hub, where faster-whisper knows its name."""

import importlib
import sys
from pathlib import Path
from typing import Any

from assemblyai_emulator.config import speech_model_setting
from assemblyai_emulator.errors import SetupError


def fetch(name: str) -> Path:
    """The folder of the model with that name, or id on the hub ("Systran/faster-whisper-small").

    One that was fetched before is taken from the hub's own cache. Progress is shown on stderr. Raises SetupError.
    """
    library: Any = importlib.import_module("faster_whisper.utils")
    if "/" not in name and name not in library.available_models():
        raise SetupError(
            f"{speech_model_setting(name)} is neither a folder nor a model. Give a folder with a faster-whisper model, "
            f"pocketsphinx, or one of {', '.join(library.available_models())}."
        )
    try:
        return Path(library.download_model(name, local_files_only=True))
    except Exception:  # noqa: BLE001 - however the hub says that it has no copy here
        sys.stderr.write(f"Fetching the speech model {name} from huggingface.co ...\n")
    # The library turns the hub's progress off by this class.
    library.disabled_tqdm = importlib.import_module("tqdm.auto").tqdm
    try:
        return Path(library.download_model(name))
    except Exception as error:
        raise SetupError(
            f"The speech model {name} cannot be fetched from huggingface.co ({type(error).__name__}). Check the "
            "network and the name, or copy its folder here from another machine and give its path."
        ) from error

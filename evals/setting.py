"""A setting that cannot be used."""


class SettingError(ValueError):
    """What is wrong with a setting and what to do, in one line. Nothing has been run."""

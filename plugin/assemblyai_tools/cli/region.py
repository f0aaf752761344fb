"""The option that chooses a region; it stands apart because help must be quick, and settings are slow to import."""

import click

REGION_NAMES = ("us", "eu")
"""The regions by name, as in `config.REGIONS`."""

region_option = click.option(
    "--region",
    type=click.Choice(REGION_NAMES),
    help="The region of the account: us or eu; default: that of ASSEMBLYAI_REGION or ASSEMBLYAI_BASE_URL, else us.",
)
"""Each region has keys of its own."""

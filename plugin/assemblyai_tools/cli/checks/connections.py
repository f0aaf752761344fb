"""How connections are made: through which proxies, and whom they trust."""

from collections.abc import Iterator

from assemblyai_tools.cli.checks.check import Check
from assemblyai_tools.config import connection_variables
from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.transport.http import trusted_certificates
from assemblyai_tools.transport.proxies import Proxies


def check_connections() -> Iterator[Check]:
    """The variables by name, without their values: an address of a proxy may hold a password."""
    variables = connection_variables()
    names = ", ".join(dict.fromkeys(variable.name for variable in Proxies(variables).given))
    exceptions = f", except for {variables['no_proxy'].name}" if names and "no_proxy" in variables else ""
    yield Check("proxies", "ok", f"{names}{exceptions}" if names else "none set")
    file, folder = variables.get("SSL_CERT_FILE"), variables.get("SSL_CERT_DIR")
    given = file or folder
    if given is None:
        yield Check("certificates", "ok", "those of the package certifi")
        return
    try:
        trusted_certificates(file, folder)
    except ConfigurationError as error:
        yield Check("certificates", "fail", error.message, error.next_step)
    else:
        yield Check("certificates", "ok", f"those of {given.name}")

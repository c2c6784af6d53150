"""``python -m drehscheibe_engines COMMAND …``: the engines without the hub."""

import sys

from drehscheibe_engines.command import run_engine_command

sys.exit(run_engine_command(sys.argv[1:]))

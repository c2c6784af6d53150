"""``python -m drehscheibe``: the same as the ``drehscheibe`` command."""

import sys

from drehscheibe.config.command import main

sys.exit(main())

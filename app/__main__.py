"""`python -m app` is `zhengai`."""

import sys

from app.cli import main

sys.exit(main())

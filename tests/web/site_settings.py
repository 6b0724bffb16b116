"""The site's settings for tests: a state of its own, one person's machine, TURNSTONE_DATABASE as given."""

import os
import tempfile

_state = tempfile.mkdtemp(prefix="turnstone-web-tests-")
os.environ |= {
    "TURNSTONE_STATE": _state,
    "TURNSTONE_WORKSPACE": _state,
    "TURNSTONE_LOCAL": "1",
    "TURNSTONE_SECRET": "only for tests",
}

from turnstone_web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Quick; what is kept in earnest is looked at in test_settings."""

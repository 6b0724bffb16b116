"""For servers that speak WSGI: `gunicorn turnstone_web.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnstone_web.settings")
application = get_wsgi_application()

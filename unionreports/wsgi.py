"""Where does a web server find the application?"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreports.settings")

application = get_wsgi_application()

# Only now are the settings there. A backup is not put back under a running site.
from unionreports.running import serving  # noqa: E402

serving()

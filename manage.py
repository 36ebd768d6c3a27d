#!/usr/bin/env python3
"""The one entry point: sets itself up, then runs any management command."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreports.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)

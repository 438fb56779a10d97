#!/usr/bin/env python3
"""Run Bilan's commands: `manage.py help` lists them."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bilan.settings")
    import django
    from django.core.management import execute_from_command_line
    from django.utils import translation

    django.setup()
    # Commands speak the terminal's language, English where it is none of the site's.
    words = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    translation.activate(words[:2] if words[:3] in ("ar_", "fr_") else "en")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

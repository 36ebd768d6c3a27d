#!/usr/bin/env python3
"""The one entry point: sets itself up on a fresh machine, then runs a management command."""

import sys

if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("需要 Python 3.11 或更新的版本，当前是 %d.%d。" % sys.version_info[:2])
    from unionreports.bootstrap import main

    sys.exit(main(sys.argv[1:]))

"""Entry of a base zygote: `INTERPRETER FLAGS zygote.py [FRAMEWORK]`, frames on standard input and output. See README.md."""
from __future__ import absolute_import

import os
import sys

if __name__ == '__main__':
    HERE = os.path.dirname(os.path.abspath(__file__))
    # Flags such as -I leave the script's directory off the path; workers never have it there (see worker_start).
    if HERE not in sys.path:
        sys.path.insert(0, HERE)
    sys.dont_write_bytecode = True

    from actors_runtime import shadowing

    shadowing.remember()
    from actors_runtime import base_zygote

    base_zygote.main(HERE, *sys.argv[1:2])

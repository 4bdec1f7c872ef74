"""Third-party libraries in the app's own directory: `vendor.add('lib')` in appengine_config.py."""
from __future__ import absolute_import

import os
import site
import sys

PYTHON_VERSION = 'python%d.%d' % sys.version_info[:2]


def add(path, index=1):
    """Puts a directory of libraries, or the site-packages of the virtual environment in it, into sys.path at the index, .pth files included.

    Raises ValueError when there is neither.
    """
    environment = os.path.join(path, 'lib', PYTHON_VERSION, 'site-packages')
    directory = environment if os.path.isdir(environment) else path
    if not os.path.isdir(directory):
        raise ValueError('There is no directory of libraries or virtual environment at %s (from %s).' % (path, os.getcwd()))
    before = list(sys.path)
    del sys.path[index:]
    site.addsitedir(os.path.abspath(directory))
    sys.path.extend(each for each in before[index:] if each not in sys.path)

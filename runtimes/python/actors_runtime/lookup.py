"""From a script name in app.yaml to an object: `pkg.module.object` or `pkg.module:object`."""
from __future__ import absolute_import

import sys

from .failures import HandlerError, raised_within


def find(script):
    """The object, by importing the longest importable module. HandlerError says what is missing; the app's own errors pass."""
    if ':' in script:
        module_name, _, attributes = script.partition(':')
        module, missing = _import(module_name)
        if module is None:
            raise HandlerError('The handler %s: %s' % (script, missing))
        return module, _attribute(script, module, attributes.split('.'))
    parts = script.split('.')
    missing = None
    for count in range(max(1, len(parts) - 1), 0, -1):
        module, reason = _import('.'.join(parts[:count]))
        if module is not None:
            if count == len(parts):
                raise HandlerError('The handler %s names a module; name an object in it, such as %s.app.' % (script, script))
            return module, _attribute(script, module, parts[count:])
        missing = reason if count == 1 else missing
    raise HandlerError('The handler %s: %s' % (script, missing))


def _import(name):
    """(module, None), or (None, why) when there is no such module; an error inside the module passes."""
    if name in sys.modules:
        return sys.modules[name], None
    try:
        __import__(name)
    except ImportError as error:
        if raised_within(sys.exc_info()[2]):
            raise
        return None, 'there is no module %s (%s).' % (name, error)
    return sys.modules[name], None


def _attribute(script, module, names):
    found = module
    for name in names:
        try:
            found = getattr(found, name)
        except AttributeError:
            there = sorted(each for each in vars(module) if not each.startswith('_') and callable(vars(module)[each]))
            raise HandlerError('The handler %s: %s has no %s. Callables in it: %s.' % (
                script, getattr(module, '__file__', module.__name__), name, ', '.join(there[:20]) or 'none'))
    return found

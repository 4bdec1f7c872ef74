"""What an instance can know of its own end."""
from __future__ import absolute_import

from actors_runtime import lifecycle as _lifecycle

__all__ = ['is_shutting_down', 'set_shutdown_hook']


def is_shutting_down():
    """Whether the instance is about to end: what runs in it should end too, within 30 seconds."""
    return _lifecycle.life.ending


def set_shutdown_hook(hook):
    """Has hook() called when the instance is about to end; one hook per process, None for none. Returns the former hook."""
    return _lifecycle.set_shutdown_hook(hook)

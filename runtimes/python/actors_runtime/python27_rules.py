"""What App Engine's python27 runtime refused or replaced, refused and replaced in the same way: apps and libraries look for it.

This is compatibility, not defence: whoever wants around it gets around it, into the kernel's refusal.
"""
from __future__ import absolute_import

import errno
import locale
import os
import sys
import tempfile

_NEEDS_SETTING = 'GAE_USE_CTYPES'
_CTYPES = ('ctypes', '_ctypes')
# Parts of the standard library that App Engine did not have, by what they are for.
_DISABLED = dict.fromkeys('bsddb _bsddb dbm gdbm dumbdbm whichdb'.split(), 'it keeps data in files, and an app cannot write any')
_DISABLED.update(dict.fromkeys('curses _curses _curses_panel readline termios tty pty Tkinter _tkinter'.split(), 'an app has no terminal and no screen'))
_DISABLED.update(dict.fromkeys('crypt nis spwd syslog'.split(), 'it reaches for accounts and services of the machine'))
_DISABLED.update(dict.fromkeys('ossaudiodev linuxaudiodev dl hotshot _hotshot posixfile'.split(), 'it reaches for the machine itself'))
_DISABLED.update(dict.fromkeys(_CTYPES, 'apps are pure Python; an app that needs it sets %s: 1 in the env_variables of app.yaml' % _NEEDS_SETTING))

_NOT_IMPLEMENTED = '''
chmod chown chroot fchmod fchown fork forkpty getlogin kill killpg lchown link makedirs mkdir mkfifo mknod nice openpty popen popen2 popen3 popen4 remove
removedirs rename renames rmdir setegid seteuid setgid setgroups setpgid setpgrp setregid setresgid setresuid setreuid setsid setuid spawnl spawnle spawnlp
spawnlpe spawnv spawnve spawnvp spawnvpe symlink system tempnam tmpfile tmpnam truncate ftruncate unlink utime wait wait3 wait4 waitpid
execl execle execlp execlpe execvp execvpe
'''.split()
_DELETED = ('execv', 'execve')
_MINUS_ONE = ('getpid', 'getppid', 'getpgrp', 'getuid', 'geteuid', 'getgid', 'getegid')
_EXTENSION = '.so'

_put_away = {}
# Extensions that the zygote has loaded: importing one anew maps nothing.
_loaded = set()


def prepare():
    """In the base zygote: what can be had without its own work noticing."""
    for name in _CTYPES + ('ctypes._endian', 'ctypes.util'):
        if name in sys.modules:
            _put_away[name] = sys.modules[name]
    _loaded.update(name.rpartition('.')[2] for name, module in sys.modules.items() if (getattr(module, '__file__', None) or '').endswith(_EXTENSION))


def apply(environ, pure):
    """In a worker, before the app. `pure` is whether the kernel refuses C extensions, so that an import can say so."""
    if _NEEDS_SETTING in environ:
        for name in _CTYPES:
            _DISABLED.pop(name, None)
    else:
        for name in _put_away:
            sys.modules.pop(name, None)
    sys.meta_path.insert(0, _Refuser(pure))
    _replace_os()
    _replace_others()


def _replace_os():
    names = os.__dict__
    for name in _NOT_IMPLEMENTED:
        if name in names:
            names[name] = _not_implemented
    for name in _DELETED:
        names.pop(name, None)
    for name in _MINUS_ONE:
        names[name] = _minus_one
    names['uname'] = _uname
    names['access'] = _Access(os.access)
    names['lstat'] = os.stat


def _replace_others():
    tempfile.TemporaryFile = _temporary_file
    locale.setlocale = _SetLocale(locale.setlocale)


def _not_implemented(*args, **kwargs):
    """App Engine does not offer this."""
    raise OSError(errno.ENOSYS, 'Function not implemented')


def _minus_one(*args):
    """Numbers of processes and users are none of an app's business."""
    return -1


def _uname():
    """As App Engine said."""
    return 'Linux', '', '', '', ''


class _Access(object):
    def __init__(self, original):
        self._original = original

    def __call__(self, path, mode):
        return not mode & (os.W_OK | os.X_OK) and self._original(path, mode)


class _SetLocale(object):
    def __init__(self, original):
        self._original = original

    def __call__(self, category, value=None):
        if value not in (None, '', 'C', 'POSIX'):
            raise locale.Error('locale emulation only supports "C" locale')
        return self._original(category, 'C')


def _temporary_file(*args, **kwargs):
    """A file in memory: there is no place for others."""
    import StringIO
    return StringIO.StringIO()


class _Refuser(object):
    """A finder that finds what is refused, to say why."""

    def __init__(self, pure):
        self._pure = pure
        self._code = sys.path[0]  # The app's own tree, first since before any of its code ran.
        self._listings = {}

    def find_module(self, name, path=None):
        if name in _DISABLED:
            return None if self._is_the_apps(name, path) else self
        return self if self._pure and self._is_extension(name.rpartition('.')[2], sys.path if path is None else path) else None

    def load_module(self, name):
        if name in _DISABLED:
            raise ImportError('The module %s is disabled in the python27 runtime: %s.' % (name, _DISABLED[name]))
        raise ImportError('%s is a C extension, which the python27 runtime does not load: apps are pure Python. Use a version of the library without it.' % name)

    def _is_the_apps(self, name, path):
        names = self._names(self._code)
        return path is None and (name in names or name + '.py' in names)

    def _is_extension(self, name, path):
        for entry in path:
            names = self._names(entry)
            if name in names or name + '.py' in names or name + '.pyc' in names:
                return False
            if name + _EXTENSION in names or name + 'module' + _EXTENSION in names:
                return name not in _loaded
        return False

    def _names(self, entry):
        names = self._listings.get(entry)
        if names is None:
            try:
                names = frozenset(os.listdir(entry)) if isinstance(entry, str) else frozenset()
            except OSError:
                names = frozenset()
            self._listings[entry] = names
        return names

"""What attempts are written with. Nothing here minds the import rules: they are no defence, so attempts get around them first."""
import errno
import gc
import os
import sys
import types

BAD = 1  # An address that nobody has: a system call that looks at it answers EFAULT, so it was reached.
HERE = os.path.dirname(os.path.abspath(__file__))
# What a system call answers when it was refused without a look at its arguments.
_REFUSALS = (errno.EPERM, errno.ENOSYS, errno.EROFS, errno.EACCES)

facts = {}


class Unavailable(Exception):
    """The attempt cannot be made here at all, whatever the sandbox: the reason."""


class Nothing(Exception):
    """The attempt ran and got nothing; only its effects tell."""


def run(given):
    """Runs the attempt that the facts name: {'outcome': 'through' | 'refused' | 'unavailable', ...}."""
    facts.clear()
    facts.update(given)
    try:
        if facts.get('call'):
            result = reach(facts['call'], *eval('(%s,)' % facts['arguments'] if facts['arguments'] else '()', dict(globals(), **facts)))
        else:
            path = os.path.join(HERE, 'attempts', facts['name'] + '.py')
            with open(path) as source:
                code = compile(source.read(), path, 'exec')
            scope = dict(globals(), __name__='attempt')
            exec(code, scope)
            result = scope['attempt']()
        if isinstance(result, dict):
            return dict(result, outcome='through')
        return {'outcome': 'through', 'detail': printable(result)}
    except Unavailable as reason:
        return {'outcome': 'unavailable', 'detail': str(reason)}
    except BaseException as error:
        number = number_of(error)
        return {'outcome': 'refused', 'error': errno.errorcode.get(number, str(number)) if number else type(error).__name__,
                'detail': printable('%s: %s' % (type(error).__name__, error))}


def number_of(error):
    """The errno in an exception of either Python, or None."""
    number = getattr(error, 'errno', None)
    if number is None and error.args and isinstance(error.args[0], int) and isinstance(error, (EnvironmentError, module('select').error, module('_socket').error)):
        number = error.args[0]
    return number


def printable(value):
    """Text that JSON takes, at most 2,000 characters."""
    if isinstance(value, bytes):
        value = value.decode('latin-1')
    return (u'%s' % (value,))[:2000]


def module(name):
    """A module, by whatever way is open: the import, one that is loaded but was taken away, the source of the standard library."""
    try:
        __import__(name)
        return sys.modules[name]
    except ImportError:
        pass
    for each in gc.get_objects():
        if isinstance(each, types.ModuleType) and getattr(each, '__name__', None) == name:
            return each
    path = os.path.join(os.path.dirname(os.__file__), *name.split('.')) + '.py'
    made = types.ModuleType(name)
    made.__file__ = path
    with open(path) as source:
        exec(compile(source.read(), path, 'exec'), made.__dict__)
    return made


_functions = {}


def system_call():
    """The C library's syscall(), through ctypes."""
    if not _functions:
        ctypes = module('ctypes')
        function = ctypes.PyDLL(None, use_errno=True)['syscall']  # Keeps the interpreter's lock: a forked child could not get it again.
        function.restype = ctypes.c_long
        _functions['syscall'] = function
    return _functions['syscall']


def raw(call, *arguments):
    """One system call by name or number. Integers, and byte strings as addresses. OSError where it fails."""
    ctypes = module('ctypes')
    number = call if isinstance(call, int) else facts['numbers'].get(call, -1)
    if number < 0:
        raise Unavailable('this machine has no system call %s' % call)
    given = [ctypes.c_char_p(each) if isinstance(each, bytes) else ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    while len(given) < 6:
        given.append(ctypes.c_long(0))
    ctypes.set_errno(0)
    result = system_call()(ctypes.c_long(number), *given)
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, '%s: %s' % (call, os.strerror(code)))
    return result


def reach(call, *arguments):
    """Makes a system call with harmless arguments: returns when the kernel looked at them, OSError when it refused to."""
    try:
        return 'returned %d' % raw(call, *arguments)
    except OSError as error:
        if error.errno in _REFUSALS:
            raise
        return 'reached: %s' % errno.errorcode.get(error.errno, error.errno)


def forked(call, *arguments):
    """As `raw`, with a call that forks. Python 3 does not let go of its lock for another thread until that has it, and in the child there is no other: so none may ask for it."""
    if sys.version_info[0] == 2:
        return raw(call, *arguments)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(3600)
    try:
        module('time').sleep(10 * interval)  # Threads that wait already ask after the old interval.
        return raw(call, *arguments)
    finally:
        sys.setswitchinterval(interval)


def child(pid):
    """What fork and clone returned: the child ends at once, and touches nothing; the parent says how it ended."""
    if pid == 0:
        os._exit(42)
    status = os.waitpid(pid, 0)[1]
    return 'a child ran and exited with %d' % (status >> 8)


def read(path, count=4096):
    """The beginning of a file, by plain system calls."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, count)
    finally:
        os.close(descriptor)


def write(path, data, flags=None):
    """Writes to a file, made when it is not there."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT if flags is None else flags, 0o666)
    try:
        return 'wrote %d bytes' % os.write(descriptor, data)
    finally:
        os.close(descriptor)


def in_arena(name):
    """A path in the directory outside that everybody may write to."""
    return os.path.join(facts['arena'], name)


def struct_of(*numbers):
    """64-bit numbers in a row, as the kernel's argument structures have them."""
    return module('struct').pack('=%dQ' % len(numbers), *numbers)


def clone_args(flags):
    """struct clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls."""
    return struct_of(flags, 0, 0, 0, 0, 0, 0, 0)


def own_connection():
    """The request connection that this request came over."""
    return sys.modules['actors_runtime.context'].current.request.connection


def control_connection():
    """The worker's control connection, taken from the worker's own object."""
    worker = sys.modules['actors_runtime.worker'].Worker
    return [each for each in gc.get_objects() if type(each) is worker][0]._control

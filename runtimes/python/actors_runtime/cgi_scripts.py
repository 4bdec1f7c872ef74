"""Running a CGI script as App Engine does: as `__main__`, and through its `main()` from the second time on."""
from __future__ import absolute_import

import io
import os
import sys
import threading
import types

from . import exact, failures, logs
from .compat import PY2
from .context import current
from .failures import APP_FAILURE, OK, HandlerFileMissing, ResponseError
from .wsgi import MAX_RESPONSE_BYTES, checked_headers, status_number, too_large

# `__main__`, sys.stdin and sys.argv are the process's: one script at a time.
_running = threading.Lock()


class CgiHandler(object):
    """A script that app.yaml names by its path."""

    def __init__(self, script, settings):
        self.path = os.path.join(settings.code, *script.split('/'))
        if not os.path.isfile(self.path):
            raise HandlerFileMissing('There is no file %s for the handler %s.' % (self.path, script))
        with open(self.path, 'rb') as source:
            self._code = compile(source.read(), self.path, 'exec', 0, True)
        self._module = None

    def run(self, environ, body):
        """Returns (status, headers, body, error)."""
        output = io.BytesIO()
        request = current.request
        with _running:
            stdin, arguments, main = sys.stdin, sys.argv, sys.modules['__main__']
            sys.stdin = _input(body)
            sys.argv = [self.path]
            request.output = output
            try:
                self._run_script()
            except SystemExit as end:
                if end.code is not None and end.code != 0:
                    return _exited(end.code)
            finally:
                request.output = None
                sys.stdin, sys.argv = stdin, arguments
                sys.modules['__main__'] = main
        printed = output.getvalue()
        if not printed:
            logs.add(logs.WARNING, 'The script %s printed nothing, so the response is empty. '
                     'If it defines a WSGI application, app.yaml names that: main.app instead of main.py.' % self.path)
        return parse(printed)

    def _run_script(self):
        if self._module is not None:
            sys.modules['__main__'] = self._module
            self._module.main()
            return
        module = types.ModuleType('__main__')
        module.__file__ = self.path
        module.__dict__['__builtins__'] = sys.modules['__builtin__' if PY2 else 'builtins']
        sys.modules['__main__'] = module
        try:
            exec(self._code, module.__dict__)
        except SystemExit:
            self._keep(module)  # A script that ends by sys.exit is cached like one that runs to its end.
            raise
        self._keep(module)

    def _keep(self, module):
        if _is_main(getattr(module, 'main', None)):
            self._module = module


def _is_main(function):
    """Whether it can be called without arguments."""
    if not callable(function):
        return False
    code = getattr(function, '__code__', None)
    if code is None:
        return True
    required = code.co_argcount - len(function.__defaults__ or ())
    keyword_only = getattr(code, 'co_kwonlyargcount', 0) - len(getattr(function, '__kwdefaults__', None) or ())
    return required <= 0 and keyword_only <= 0


def _input(body):
    if PY2:
        return io.BytesIO(body)
    return io.TextIOWrapper(io.BytesIO(body), 'utf-8', 'surrogateescape')


def _exited(code):
    report = exact.text('The script ended with sys.exit(%r).' % (code,))
    logs.add(logs.ERROR, report, limited=False)
    return 500, failures.TEXT_HEADERS, report.encode('utf-8', 'replace'), APP_FAILURE


def parse(output):
    """A script's output as (status, headers, body, error): header lines, an empty line, the body. `Status:` gives the status, else 200."""
    if not output:
        return 200, [], b'', OK
    head, body = _split(output)
    status, headers = 200, []
    for line in head.splitlines():
        if line[:1] in (' ', '\t') and headers:
            headers[-1] = (headers[-1][0], headers[-1][1] + ' ' + line.strip())
            continue
        name, colon, value = line.partition(':')
        if not colon or not name or name != name.strip() or ' ' in name:
            raise ResponseError('The script printed something that is not a header before the first empty line: %r' % line[:200])
        if name.lower() == 'status':
            status = status_number(value.strip())
        else:
            headers.append((name, value.strip()))
    if len(body) > MAX_RESPONSE_BYTES:
        raise too_large(len(body))
    return status, checked_headers(headers), body, OK


def _split(output):
    if output.startswith((b'\n', b'\r\n')):
        return '', output[output.index(b'\n') + 1:]
    ends = [(output.find(mark), len(mark)) for mark in (b'\n\n', b'\n\r\n')]
    ends = [end for end in ends if end[0] >= 0]
    if not ends:
        raise ResponseError('The script printed no empty line after its headers: %r' % output[:200])
    at, length = min(ends)
    head = output[:at]
    return head if PY2 else head.decode('latin-1'), output[at + length:]

"""Route templates: `/product/<id:\\d+>` as a regular expression, and back into paths."""
from __future__ import absolute_import

import re

from _wsgi_strings import native, text_type, url_quote

_VARIABLE = re.compile(r'<(\w*)(?::([^>]*))?>')
_DEFAULT_EXPRESSION = '[^/]+'
_POSITIONAL = '__%d__'


class Template(object):
    """A parsed template: `pattern` for the whole path, `variables` {name: compiled expression}, names of positional variables being __0__, __1__, ..."""

    def __init__(self, text):
        pattern, reverse, end = [], [], 0
        self.text = text
        self.variables = {}
        self.args_count = 0
        for match in _VARIABLE.finditer(text):
            name, expression = match.group(1), match.group(2) or _DEFAULT_EXPRESSION
            if not name:
                name = _POSITIONAL % self.args_count
                self.args_count += 1
            literal = text[end:match.start()]
            pattern.append('%s(?P<%s>%s)' % (re.escape(literal), name, expression))
            reverse.append((literal, name))
            self.variables[name] = re.compile(r'^(?:%s)\Z' % expression)
            end = match.end()
        tail = text[end:]
        self.kwargs_count = len(self.variables) - self.args_count
        self.pattern = r'^%s%s\Z' % (''.join(pattern), re.escape(tail))
        self._reverse, self._tail = reverse, tail
        self.reverse_template = ''.join('%s%%(%s)s' % (literal.replace('%', '%%'), name) for literal, name in reverse) + tail.replace('%', '%%')

    def split(self, values):
        """(positional values in order, named values) of a match."""
        named = dict(values)
        args = tuple(named.pop(_POSITIONAL % index) for index in range(self.args_count))
        return args, named

    def fill(self, args, kwargs, defaults):
        """(path, unused keywords). KeyError when a variable has no value, ValueError when one has a value that would not match."""
        unused = dict(kwargs)
        for index, value in enumerate(args[:self.args_count]):
            unused[_POSITIONAL % index] = value
        parts = []
        for literal, name in self._reverse:
            value = unused.pop(name, defaults.get(name))
            if value is None:
                raise KeyError('The route %s needs a value for %s.' % (self.text, name))
            text = value if isinstance(value, text_type) else text_type(native(value), 'utf-8') if bytes is str else native(value)
            if not self.variables[name].match(text):
                raise ValueError('The route %s does not take %r for %s.' % (self.text, value, name))
            parts.append(literal + url_quote(text, "/~!$&'()*+,;=:@"))
        return ''.join(parts) + self._tail, unused

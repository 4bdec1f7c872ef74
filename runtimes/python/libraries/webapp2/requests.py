"""webapp2's request: webob's, with `get` and its kin."""
from __future__ import absolute_import

from _wsgi_strings import to_text
import webob


class Request(webob.Request):
    """What a handler reads."""

    app = None
    response = None
    route = None
    route_args = None
    route_kwargs = None
    #: Kept for apps that set it: bodies are in memory anyway, 32 MB at most.
    request_body_tempfile_limit = 0

    def __init__(self, environ, *args, **kwargs):
        webob.Request.__init__(self, environ, *args, **kwargs)
        self.registry = {}

    @classmethod
    def blank(cls, path, environ=None, base_url=None, headers=None, **kwargs):
        """A request made up; `POST` gives it a form, other keywords set attributes. It belongs to the active application, if there is one."""
        from .context import current
        request = super(Request, cls).blank(path, environ=environ, base_url=base_url, headers=headers, **kwargs)
        request.app = getattr(current, 'app', None)
        return request

    def get(self, argument_name, default_value='', allow_multiple=False):
        """The first value of a parameter (of a file its content), or the default. With `allow_multiple`, as get_all."""
        values = self.get_all(argument_name)
        if allow_multiple:
            return values
        return values[0] if values else default_value

    def get_all(self, argument_name, default_value=None):
        """All values of a parameter, or the default, or an empty list."""
        if self.charset:
            argument_name = to_text(argument_name, self.charset)
        values = [_content(each) for each in self.params.getall(argument_name)]
        return values or ([] if default_value is None else default_value)

    def arguments(self):
        """The names of all parameters, each once, in their order."""
        names = []
        for name in self.params.keys():
            if name not in names:
                names.append(name)
        return names

    def get_range(self, name, min_value=None, max_value=None, default=0):
        """A parameter as a whole number within bounds; the default when it is none."""
        try:
            value = int(self.get(name, default))
        except (ValueError, TypeError):
            value = default
        if value is not None:
            if max_value is not None:
                value = min(value, max_value)
            if min_value is not None:
                value = max(value, min_value)
        return value

    uri = property(lambda self: self.url)
    query = property(lambda self: self.query_string)


def _content(value):
    # A file: webob's own class or, with a WebOb that the app brings, that one's.
    return value.value if hasattr(value, 'filename') else value

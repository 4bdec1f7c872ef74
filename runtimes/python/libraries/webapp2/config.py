"""An application's configuration: a dictionary whose sections libraries complete with their defaults."""
from __future__ import absolute_import

#: As a default: the application must give a value.
REQUIRED_VALUE = object()
#: As an argument: take what is configured.
DEFAULT_VALUE = object()


class Config(dict):
    """{section: {name: value}}, and plain entries of the app's own."""

    loaded = None

    def __init__(self, defaults=None):
        dict.__init__(self, defaults or {})
        self.loaded = []

    def load_config(self, key, default_values=None, user_values=None, required_keys=None):
        """The section, completed with defaults once, and with `user_values` over it for this call. Raises when a required value is missing."""
        if key not in self.loaded:
            section = dict(default_values or {})
            section.update(self.get(key) or {})
            self[key] = section
            self.loaded.append(key)
        section = self[key]
        if user_values:
            section = dict(section, **user_values)
        required = list(required_keys or []) + [name for name, value in section.items() if value is REQUIRED_VALUE]
        missing = sorted(set(name for name in required if section.get(name) in (None, REQUIRED_VALUE)))
        if missing:
            raise Exception('The configuration of %s needs %s; give WSGIApplication config={%r: {%s}}.' % (
                key, ', '.join(missing), key, ', '.join('%r: ...' % name for name in missing)))
        return section

"""Jinja2 templates: `jinja2.get_jinja2(app=app).render_template('page.html', name='Ada')`. Needs the library jinja2."""
from __future__ import absolute_import

import jinja2

import webapp2

_registry_key = 'webapp2_extras.jinja2.Jinja2'

#: What can be configured under 'webapp2_extras.jinja2'. `compiled_path`: a directory of compiled templates, used where `template_path` has changed
#: nothing, `force_compiled`: always used.
default_config = {
    'template_path': 'templates',
    'compiled_path': None,
    'force_compiled': False,
    'environment_args': {'autoescape': True},
    'globals': None,
    'filters': None,
}


class Jinja2(object):
    """An application's templates."""

    config_key = 'webapp2_extras.jinja2'

    def __init__(self, app, config=None):
        self.config = config = app.config.load_config(self.config_key, default_values=default_config, user_values=config)
        arguments = dict(config['environment_args'] or {})
        if 'loader' not in arguments:
            compiled = config['compiled_path'] and (config['force_compiled'] or not app.debug)
            path = config['template_path']
            arguments['loader'] = jinja2.ModuleLoader(config['compiled_path']) if compiled else jinja2.FileSystemLoader(
                path if isinstance(path, (list, tuple)) else [path])
        # Extensions that newer releases have built in, and do not know by name any more.
        arguments['extensions'] = [each for each in arguments.get('extensions', ()) if _is_there(each)]
        self.environment = jinja2.Environment(**arguments)
        self.environment.globals.update(config['globals'] or {})
        self.environment.filters.update(config['filters'] or {})

    def render_template(self, _filename, **context):
        """The text of a template."""
        return self.environment.get_template(_filename).render(**context)

    def get_template_attribute(self, filename, attribute):
        """A macro or variable of a template."""
        return getattr(self.environment.get_template(filename).module, attribute)


def _is_there(extension):
    if extension not in ('jinja2.ext.autoescape', 'jinja2.ext.with_'):
        return True
    import jinja2.ext
    return hasattr(jinja2.ext, extension.rpartition('.')[2] if not extension.endswith('with_') else 'WithExtension')


def get_jinja2(factory=Jinja2, key=_registry_key, app=None):
    """The templates of an application, made at the first call."""
    app = app or webapp2.get_app()
    if key not in app.registry:
        app.registry[key] = factory(app)
    return app.registry[key]


def set_jinja2(jinja2, key=_registry_key, app=None):
    """Gives an application its templates."""
    (app or webapp2.get_app()).registry[key] = jinja2

"""Pages from templates/: string.Template fills in, and every value that came from outside is escaped here."""

import os
from html import escape
from string import Template

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'templates')


def _read(name):
    with open(os.path.join(FOLDER, name), encoding='utf-8') as template:
        return Template(template.read())


LAYOUT = _read('layout.html')
GUESTBOOK = _read('guestbook.html')
ENTRY = _read('entry.html')
PROBLEM = _read('problem.html')


def guestbook(entries, error='', name='', message=''):
    shown = ''.join(_entry(entry) for entry in entries) or '<p class="empty">Nobody has signed yet. Be the first.</p>'
    error = '<p class="error" role="alert">%s</p>' % escape(error) if error else ''
    return _page('Guestbook', GUESTBOOK.substitute(
        entries=shown, error=error, name=escape(name), message=escape(message)))


def problem(text):
    return _page('Guestbook', PROBLEM.substitute(text=escape(text)))


def _entry(entry):
    return ENTRY.substitute(
        name=escape(entry.name),
        initial=escape(entry.name[0].upper()),
        message=escape(entry.message),
        machine_time=entry.written.strftime('%Y-%m-%dT%H:%M:%SZ'),
        time=entry.written.strftime('%-d %B %Y, %H:%M UTC'))


def _page(title, content):
    return LAYOUT.substitute(title=escape(title), content=content)

"""The guestbook's pages: / shows the entries, a post to /sign adds one and leads back."""

from urllib.parse import parse_qs

import pages
from entries import Entries, Rejected

LARGEST_FORM = 16 * 1024

entries = Entries()


def show(environ):
    return '200 OK', [], pages.guestbook(entries.newest())


def sign(environ):
    length = int(environ.get('CONTENT_LENGTH') or 0)
    if length > LARGEST_FORM:
        return '413 Payload Too Large', [], pages.problem('That is too long for this guestbook.')
    form = parse_qs(environ['wsgi.input'].read(length).decode('utf-8', 'replace'))
    name, message = form.get('name', [''])[0], form.get('message', [''])[0]
    try:
        entries.add(name, message)
    except Rejected as rejected:
        return '400 Bad Request', [], pages.guestbook(entries.newest(), str(rejected), name, message)
    # 303 makes the browser fetch the page anew: reloading it does not post the form again.
    return '303 See Other', [('Location', '/')], ''


ROUTES = {
    ('GET', '/'): show,
    ('HEAD', '/'): show,
    ('POST', '/sign'): sign,
}


def app(environ, start_response):
    path = environ.get('PATH_INFO') or '/'
    handler = ROUTES.get((environ['REQUEST_METHOD'], path))
    if handler:
        status, headers, page = handler(environ)
    elif any(known == path for _, known in ROUTES):
        allowed = ', '.join(method for method, known in ROUTES if known == path)
        status, headers, page = '405 Method Not Allowed', [('Allow', allowed)], pages.problem('This page does not do that.')
    else:
        status, headers, page = '404 Not Found', [], pages.problem('There is no such page.')
    body = page.encode('utf-8')
    start_response(status, [
        ('Content-Type', 'text/html; charset=utf-8'),
        ('Content-Length', str(len(body))),
        ('Content-Security-Policy', "default-src 'self'"),
    ] + headers)
    return [body]

import logging

import webapp2
from webapp2_extras import json, routes, sessions

import pages

books = [(1, u'The Sea')]  # In the memory of this instance: an example, not a way to keep things.


class BaseHandler(webapp2.RequestHandler):
    def dispatch(self):
        self.session_store = sessions.get_store(request=self.request)
        try:
            super(BaseHandler, self).dispatch()
        finally:
            self.session_store.save_sessions(self.response)

    @webapp2.cached_property
    def session(self):
        return self.session_store.get_session()


class Shelf(BaseHandler):
    def get(self):
        self.session['visits'] = self.session.get('visits', 0) + 1
        self.response.write(pages.shelf(
            books, self.session['visits'], self.session.get_flashes(), self.uri_for('shelf'), self.uri_for('upload'),
            lambda number: self.uri_for('book', number=number)))

    def post(self):
        add(self, [self.request.get('title')])


class Upload(BaseHandler):
    def post(self):
        upload = self.request.POST.get('file')
        if not hasattr(upload, 'filename'):
            self.abort(400, detail='Choose a file.')
        add(self, upload.file.read().decode('utf-8', 'replace').splitlines())


class Book(webapp2.RequestHandler):
    def get(self, number):
        for each, title in books:
            if each == int(number):
                self.response.headers['Content-Type'] = 'application/json'
                return self.response.write(json.encode({'number': each, 'title': title}))
        self.abort(404)


def add(handler, titles):
    titles = [title.strip() for title in titles if title.strip()]
    for title in titles:
        books.append((len(books) + 1, title))
    handler.session.add_flash('%d added' % len(titles))
    handler.redirect_to('shelf')


def missing(request, response, exception):
    logging.info('nothing at %s', request.path)
    response.set_status(404)
    response.write('Nothing here. <a href="%s">To the shelf</a>' % webapp2.uri_for('shelf'))


app = webapp2.WSGIApplication([
    webapp2.Route('/', Shelf, 'shelf'),
    routes.PathPrefixRoute('/books', [
        webapp2.Route('/upload', Upload, 'upload', methods=['POST']),
        webapp2.Route(r'/<number:\d+>', Book, 'book'),
    ]),
    routes.RedirectRoute('/shelf', redirect_to_name='shelf'),
], config={'webapp2_extras.sessions': {'secret_key': 'an example: choose your own, and keep it to yourself', 'cookie_args': {'httponly': True}}})
app.error_handlers[404] = missing

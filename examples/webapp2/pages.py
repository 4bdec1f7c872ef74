"""The pages, as text: webapp2 needs no template library."""
import string

from webob import html_escape

PAGE = string.Template(u'''<!doctype html>
<title>webapp2</title>
<link rel="stylesheet" href="/static/style.css">
<h1>A shelf</h1>
<p>$visits visits in this session.</p>
$flashes
<form method="post" action="$add"><input name="title" placeholder="Title"> <button>Add</button></form>
<form method="post" action="$upload" enctype="multipart/form-data"><input type="file" name="file"> <button>Upload a list</button></form>
<ul>
$books
</ul>
''')


def shelf(books, visits, flashes, add, upload, link):
    """The page with the form and the books: (id, title)."""
    return PAGE.substitute(
        visits=visits, add=html_escape(add), upload=html_escape(upload),
        flashes=u'\n'.join(u'<p class="flash">%s</p>' % html_escape(text) for text, _ in flashes),
        books=u'\n'.join(u'<li><a href="%s">%s</a></li>' % (html_escape(link(number)), html_escape(title)) for number, title in books))

print('Content-Type: text/html; charset=utf-8')
print()
print('''<!doctype html>
<title>CGI</title>
<h1>CGI scripts</h1>
<ul>
  <li><a href="/once">once</a>: defines main(), so it is loaded once and main() is called for each request</li>
  <li><a href="/again">again</a>: has no main(), so the whole script runs for each request</li>
  <li><a href="/teapot">teapot</a>: chooses its status</li>
</ul>
<form method="post" action="/echo">
  <input name="text" value="a form's text" aria-label="text"> <button>echo</button>
</form>''')

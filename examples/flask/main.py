from flask import Flask, abort, redirect, render_template, request, url_for

app = Flask(__name__)


@app.get('/')
def front():
    return render_template('front.html')


@app.post('/greet')
def greet():
    name = request.form.get('name', '').strip()
    return redirect(url_for('greeting', name=name) if name else url_for('front'), code=303)


@app.get('/hello/<name>')
def greeting(name):
    return render_template('front.html', name=name)


@app.get('/square/<int:number>')
def square(number):
    if number > 1_000_000:
        abort(404)
    return {'number': number, 'square': number * number}


@app.post('/count')
def count():
    upload = request.files.get('file')
    if upload is None:
        abort(400, 'Choose a file.')
    return {'name': upload.filename, 'lines': len(upload.read().splitlines())}

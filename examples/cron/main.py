"""A report job. cron.yaml says when /tasks/... are asked; login: admin in app.yaml keeps everybody else out."""
import datetime
import logging

runs = []  # of this instance; a real app would use the datastore


def app(environ, start_response):
    path = environ['PATH_INFO']
    if path.startswith('/tasks/'):
        # Only the platform can say this: the header is taken from everybody else.
        if environ.get('HTTP_X_APPENGINE_CRON') != 'true':
            return answer(start_response, '403 Forbidden', 'only for cron\n')
        logging.info('%s, due at %s', path, environ['HTTP_X_APPENGINE_TASKETA'])
        runs.append('%s %s' % (datetime.datetime.now().strftime('%H:%M:%S'), path))
        return answer(start_response, '200 OK', 'done\n')
    return answer(start_response, '200 OK', 'runs so far:\n' + ''.join(line + '\n' for line in runs))


def answer(start_response, status, text):
    start_response(status, [('Content-Type', 'text/plain')])
    return [text.encode()]

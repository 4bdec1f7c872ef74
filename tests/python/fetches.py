"""Stands for the silo's urlfetch: runs Python code in a worker, and answers its fetches."""
from __future__ import absolute_import

import os
import sys

from cases import SiloCase
from silo import API_CALL, API_REPLY, HERE, RESPONSE, Response

RUNTIME = os.path.join(HERE, '..', '..', 'runtimes', 'python')
APP = '''
import traceback

def app(environ, start_response):
    start_response('200 OK', [])
    names = {}
    try:
        exec(compile(environ['wsgi.input'].read(), '<test>', 'exec'), names)
    except Exception:
        return [b'!' + traceback.format_exc().encode('utf-8', 'replace')]
    return [repr(names.get('result')).encode('utf-8')]
'''


def runtime_module(name):
    """A module of the runtime that needs no worker."""
    sys.path.insert(0, RUNTIME)
    try:
        return getattr(__import__('actors_runtime.' + name), name)
    finally:
        sys.path.remove(RUNTIME)


messages = runtime_module('urlfetch_messages')


class Reply(object):
    """How a fetch is answered: with a response, or with an error's (outcome, code, detail)."""

    def __init__(self, content=b'', status=200, headers=(), error=None, **more):
        self.error = error or (0, 0, '')
        self.message = messages.FetchResponse(Content=content, StatusCode=status, **more)
        self.message.header.extend(messages.header(name, value) for name, value in headers)


def application_error(code, detail='A sentence.'):
    return Reply(error=(1, code, detail))


class FetchCase(SiloCase):
    """A worker that runs what it is sent."""

    more = {}

    def setUp(self):
        self.served = self.worker(APP, **self.more)
        self.channel = self.served.channels[1]
        self.fetched = []    # The requests, in order.
        self.deadlines = []  # Those of the calls, in milliseconds.
        self.cancelled = []  # Tickets.
        self.held = []       # Calls that are not answered yet.

    def run_code(self, code, *replies):
        """Runs it; the n-th fetch gets the n-th reply, None leaves it unanswered until it is given up. Returns `result`, or fails with the traceback."""
        replies = list(replies)
        self.served.send('main.app', body=code.encode('utf-8'))
        while True:
            kind, value = self.channel.receive()
            if kind == RESPONSE:
                text = Response(value).text
                self.assertFalse(text.startswith('!'), text)
                return eval(text)
            self.assertEqual(API_CALL, kind)
            self._answer(value, replies)

    def _answer(self, call, replies):
        number, service, method, request, deadline = call
        self.assertEqual('urlfetch', service)
        if method == 'Cancel':
            message = messages.CancelRequest()
            message.ParseFromString(request)
            self.cancelled.append(message.Ticket)
            self.channel.send(API_REPLY, (number, 0, 0, '', b''))
            return
        message = messages.FetchRequest()
        message.ParseFromString(request)
        self.fetched.append(message)
        self.deadlines.append(deadline)
        reply = replies.pop(0)
        if reply is None:
            self.held.append(number)
            return
        outcome, code, detail = reply.error
        self.channel.send(API_REPLY, (number, outcome, code, detail, b'' if outcome else reply.message.SerializeToString()))

    def headers(self, index=-1):
        """The headers of a request, as {lower case name: value}."""
        return dict((each.Key.lower(), each.Value) for each in self.fetched[index].header)

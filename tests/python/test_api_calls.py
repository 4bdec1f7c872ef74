"""API calls: several at a time, replies in any order, errors, endings."""
from __future__ import absolute_import

import time

from cases import SiloCase
from silo import API_CALL, API_REPLY, RESPONSE, Response

CALLS = '''
from __future__ import print_function
import threading, time
from google.appengine.api import apiproxy_stub_map
from google.appengine.runtime import apiproxy_errors

class Message(object):
    def __init__(self, data=b''): self.data = data
    def SerializeToString(self): return self.data
    def ParseFromString(self, data): self.data = data

def call(data, deadline=None):
    rpc = apiproxy_stub_map.UserRPC('echo', deadline)
    response = Message()
    rpc.make_call('Echo', Message(data), response)
    rpc.check_success()
    return response.data

def answer(start_response, value):
    start_response('200 OK', [])
    return [repr(value).encode('utf-8')]

def sync(environ, start_response):
    response = Message()
    apiproxy_stub_map.MakeSyncCall('echo', 'Echo', Message(b'ping'), response)
    return answer(start_response, response.data.decode())

def asynchronous(environ, start_response):
    calls = []
    for number in range(5):
        rpc, response = apiproxy_stub_map.CreateRPC('echo'), Message()
        rpc.make_call('Echo', Message(str(number).encode()), response)
        calls.append((rpc, response))
    for rpc, _ in calls: rpc.check_success()
    return answer(start_response, [response.data.decode() for _, response in calls])

def threads(environ, start_response):
    found = {}
    def run(number): found[number] = call(str(number).encode()).decode()
    started = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for each in started: each.start()
    for each in started: each.join()
    return answer(start_response, [found[number] for number in range(8)])

def errors(environ, start_response):
    try:
        call(b'x')
    except apiproxy_errors.ApplicationError as error:
        return answer(start_response, ('ApplicationError', error.application_error, error.error_detail))
    except apiproxy_errors.Error as error:
        return answer(start_response, (type(error).__name__, str(error)))

def impatient(environ, start_response):
    try:
        call(b'x', deadline=0.05)
    except apiproxy_errors.DeadlineExceededError as error:
        return answer(start_response, str(error))

def forgets(environ, start_response):
    apiproxy_stub_map.CreateRPC('echo').make_call('Echo', Message(b'forgotten'), Message())
    return answer(start_response, 'sent')

def left_behind(environ, start_response):
    from actors_runtime import threads
    threads.JOIN_SECONDS = 0.1
    def run():
        try:
            call(b'never')
        except apiproxy_errors.CancelledError as error:
            print('cancelled')
    threading.Thread(target=run).start()
    return answer(start_response, 'left')

def outside(environ, start_response):
    from actors_runtime.context import current
    request, current.request = current.request, None
    try:
        call(b'x')
    except apiproxy_errors.RPCFailedError as error:
        return answer(start_response, str(error))
    finally:
        current.request = request

def stubbed(environ, start_response):
    class Stub(object):
        def MakeSyncCall(self, service, method, request, response): response.data = b'from the stub'
    apiproxy_stub_map.apiproxy = apiproxy_stub_map.APIProxyStubMap()
    apiproxy_stub_map.apiproxy.RegisterStub('echo', Stub())
    try:
        return answer(start_response, call(b'x').decode())
    finally:
        apiproxy_stub_map.apiproxy = apiproxy_stub_map.GetDefaultAPIProxy()
'''


class ApiCalls(SiloCase):
    def setUp(self):
        self.served = self.worker(CALLS)
        self.channel = self.served.channels[1]

    def calls(self, count):
        """The next API_CALL frames."""
        calls = []
        for _ in range(count):
            kind, value = self.channel.receive()
            self.assertEqual(API_CALL, kind)
            calls.append(value)
        return calls

    def reply(self, call, outcome=0, code=0, detail='', response=None):
        self.channel.send(API_REPLY, (call[0], outcome, code, detail, call[3] if response is None else response))

    def answered(self):
        kind, value = self.channel.receive()
        self.assertEqual(RESPONSE, kind)
        response = Response(value)
        self.assertEqual(0, response.error, response.text)
        return eval(response.text)

    def test_a_call_is_a_frame_and_its_reply_the_result(self):
        self.served.send('main.sync')
        call, = self.calls(1)
        self.assertEqual(('echo', 'Echo', b'ping', 60000), call[1:])
        self.reply(call, response=b'pong')
        self.assertEqual('pong', self.answered())

    def test_several_may_be_outstanding_and_replies_come_in_any_order(self):
        self.served.send('main.asynchronous')
        calls = self.calls(5)
        self.assertEqual(5, len(set(call[0] for call in calls)))
        for index in (3, 0, 4, 2, 1):
            self.reply(calls[index])
        self.assertEqual(['0', '1', '2', '3', '4'], self.answered())

    def test_threads_wait_for_their_own_replies(self):
        for _ in range(5):
            self.served.send('main.threads')
            for call in reversed(self.calls(8)):
                self.reply(call)
            self.assertEqual([str(number) for number in range(8)], self.answered())

    def test_replies_in_one_piece_and_byte_by_byte(self):
        from silo import pack
        self.served.send('main.asynchronous')
        data = b''.join(pack(API_REPLY, (call[0], 0, 0, '', call[3])) for call in self.calls(5))
        self.channel.send_bytes(data[:-50])
        for at in range(len(data) - 50, len(data)):
            self.channel.send_bytes(data[at:at + 1])
        self.assertEqual(['0', '1', '2', '3', '4'], self.answered())

    def test_errors_are_app_engines_classes(self):
        for outcome, code, name in (
                (2, 0, 'RPCFailedError'), (2, 1, 'CallNotFoundError'), (2, 2, 'ArgumentError'), (2, 3, 'RPCFailedError'), (2, 4, 'OverQuotaError'),
                (2, 5, 'RequestTooLargeError'), (2, 6, 'CapabilityDisabledError'), (2, 7, 'FeatureNotEnabledError'), (2, 8, 'RPCFailedError'),
                (2, 9, 'ResponseTooLargeError'), (2, 10, 'CancelledError'), (2, 11, 'RPCFailedError'), (2, 12, 'DeadlineExceededError')):
            self.served.send('main.errors')
            self.reply(self.calls(1)[0], outcome, code, 'some detail')
            found, text = self.answered()
            self.assertEqual(name, found, code)
            self.assertIn('some detail', text)

    def test_an_application_error_has_code_and_detail(self):
        self.served.send('main.errors')
        self.reply(self.calls(1)[0], 1, 17, 'no such thing')
        self.assertEqual(('ApplicationError', 17, 'no such thing'), self.answered())

    def test_the_deadline_goes_along_and_is_kept_when_nobody_answers(self):
        self.served.send('main.impatient')
        self.assertEqual(50, self.calls(1)[0][4])
        started = time.time()
        self.assertIn('not answered in time', self.answered())
        self.assertLess(time.time() - started, 5)

    def test_a_late_reply_is_dropped(self):
        self.served.send('main.impatient')
        late, = self.calls(1)
        self.answered()
        self.reply(late)
        self.served.send('main.sync')
        call, = self.calls(1)
        self.assertNotEqual(late[0], call[0])
        self.reply(call, response=b'right')
        self.assertEqual('right', self.answered())

    def test_a_call_that_nobody_waits_for_does_not_hold_the_response(self):
        self.served.send('main.forgets')
        call, = self.calls(1)
        self.assertEqual('sent', self.answered())
        self.reply(call)
        self.served.send('main.sync')
        self.reply(self.calls(1)[0], response=b'next')
        self.assertEqual('next', self.answered())

    def test_a_thread_left_behind_gets_its_call_cancelled_and_the_connection_goes_on(self):
        self.served.send('main.left_behind')
        self.calls(1)
        self.assertEqual('left', self.answered())
        self.assertEqual(u'cancelled', self.served.control.receive()[1][0][2])
        self.served.send('main.sync')
        self.reply(self.calls(1)[0], response=b'alive')
        self.assertEqual('alive', self.answered())

    def test_outside_a_request_there_are_no_calls(self):
        self.served.send('main.outside')
        self.assertIn('outside a request', self.answered())

    def test_a_stub_of_the_app_takes_the_calls(self):
        self.served.send('main.stubbed')
        self.assertEqual('from the stub', self.answered())

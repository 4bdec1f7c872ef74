"""Sends the first request to each of many apps, one after the other, and writes how long each took as a line of JSON.

  firsts.py PORT PREFIX COUNT PAUSE OUT

PAUSE: seconds between one app and the next.

App number 7 is asked as http://PREFIX-007.localhost:PORT/. The time runs from opening the connection to the last byte of the response.
A second request follows at once: its time is what the same path takes with the instance there.
"""

import json
import socket
import sys
import time

LONGEST = 30.0


def ask(port, host):
    """(milliseconds, status) of one request on a connection of its own."""
    request = ('GET / HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n' % (host, port)).encode()
    began = time.perf_counter()
    with socket.create_connection(('127.0.0.1', port), timeout=LONGEST) as connection:
        connection.sendall(request)
        response = b''
        while True:
            part = connection.recv(65536)
            if not part:
                break
            response += part
    took = (time.perf_counter() - began) * 1000
    return took, int(response.split(b' ', 2)[1]) if response.startswith(b'HTTP/1.') else 0


def main(port, prefix, count, pause, out):
    with open(out, 'w') as lines:
        for number in range(1, count + 1):
            host = '%s-%03d.localhost' % (prefix, number)
            try:
                cold, status = ask(port, host)
                warm, _ = ask(port, host)
            except OSError as error:
                cold, warm, status = None, None, str(error)
            lines.write(json.dumps({'app': host, 'cold_ms': cold, 'warm_ms': warm, 'status': status}) + '\n')
            lines.flush()
            time.sleep(pause)
            if number % 50 == 0:
                print('  %d of %d apps asked' % (number, count), file=sys.stderr)


if __name__ == '__main__':
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), sys.argv[5])

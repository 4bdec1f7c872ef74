"""How long a server takes from its exec to its first 200, several times over. Writes one line of JSON per start.

  starts.py COUNT OUT COMMAND...

{PORT} in the command becomes a loopback port, another one for each start, so that no start is answered by the one before it.
A connection is tried every half millisecond.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time

from firsts import ask

LONGEST = 20.0


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as held:
        return held.getsockname()[1]


def once(command):
    """Milliseconds from exec to the first 200, or None when there was none in time."""
    port = free_port()
    command = [word.replace('{PORT}', str(port)) for word in command]
    began = time.perf_counter()
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        while server.poll() is None and time.perf_counter() - began < LONGEST:
            try:
                if ask(port, 'localhost')[1] == 200:
                    return (time.perf_counter() - began) * 1000
            except OSError:
                pass
            time.sleep(0.0005)
        return None
    finally:
        end(server)


def end(server):
    """Ends a server that leads its own session: by asking, and what is left of the session after 5 s by force."""
    server.terminate()
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(server.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    server.wait()


def main(count, out, command):
    # A stop of the run is a normal end, so that the server is ended as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with open(out, 'w') as lines:
        for _ in range(count):
            took = once(command)
            lines.write(json.dumps({'cold_ms': took, 'status': 200 if took else 'no answer'}) + '\n')
            lines.flush()


if __name__ == '__main__':
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])

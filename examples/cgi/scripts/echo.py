"""Reads what was posted from standard input and what is known of the request from the environment."""

import os
import sys
from urllib.parse import parse_qs


def main():
    length = int(os.environ.get('CONTENT_LENGTH') or 0)
    form = parse_qs(sys.stdin.buffer.read(length).decode('utf-8', 'replace'))
    print('Content-Type: text/plain; charset=utf-8')
    print()
    print('%s %s' % (os.environ['REQUEST_METHOD'], os.environ['PATH_INFO']))
    for name, values in sorted(form.items()):
        print('%s = %s' % (name, ', '.join(values)))


if __name__ == '__main__':
    main()

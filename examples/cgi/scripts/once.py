"""Defines main(): after the first request the loaded module stays, and main() alone is called."""

import time

loaded = time.strftime('%H:%M:%S')
served = 0


def main():
    global served
    served += 1
    print('Content-Type: text/plain')
    print()
    print('loaded at %s, request %d since then' % (loaded, served))


if __name__ == '__main__':
    main()

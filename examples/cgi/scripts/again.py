"""Has no main(): every request runs it from the first line to the last, so it never counts beyond one."""

import time

loaded = time.strftime('%H:%M:%S')
served = 0
served += 1

print('Content-Type: text/plain')
print()
print('loaded at %s, request %d since then' % (loaded, served))

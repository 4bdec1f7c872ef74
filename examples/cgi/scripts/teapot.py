print("Status: 418 I'm a teapot")
print('Content-Type: text/plain')
print()
print('Short and stout.')

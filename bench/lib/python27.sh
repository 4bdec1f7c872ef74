# A Python 2.7 for apps of that runtime.

# have_python27: sets PYTHON27 to one that workers can read, a copy in WORK where theirs is another user's home; false where there is none.
have_python27() {
  PYTHON27=$(command -v /usr/bin/python2.7 /usr/local/bin/python2.7 | head -1)
  [ -z "$PYTHON27" ] || return 0
  local found
  found=$(compgen -G "${PYENV_ROOT:-$HOME/.pyenv}/versions/2.7.*/bin/python2.7" | head -1)
  [ -n "$found" ] || return 1
  PYTHON27=$found
  [ "$(id -u)" = 0 ] || return 0
  cp -a "$(dirname "$(dirname "$found")")" "$WORK/python27"
  PYTHON27=$WORK/python27/bin/python2.7
}

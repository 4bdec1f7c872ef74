# What we are compared with, all of it from Debian: what is missing is installed when we may, and left out by name when not.

# command and the package that brings it
PEER_PACKAGES='wrk:wrk nginx:nginx-light uwsgi:uwsgi-core gunicorn:gunicorn'

have() { command -v "$1" >/dev/null 2>&1; }
have_uwsgi() { have uwsgi && uwsgi --plugins python3 --version >/dev/null 2>&1; }
have_flask() { "${1:-$PYTHON}" -c 'import flask' 2>/dev/null; }

missing_packages() {
  local pair
  for pair in $PEER_PACKAGES; do
    have "${pair%%:*}" || echo "${pair#*:}"
  done
  have_uwsgi || echo uwsgi-plugin-python3
  have_flask || echo python3-flask
}

install_peers() {
  local missing
  missing=$(missing_packages | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ] || ! have apt-get; then
    say "missing, and not installed as this is not root on Debian: $missing"
    return 0
  fi
  say "installing: $missing"
  local log=$WORK/apt.log
  local had_nginx=no
  have nginx && had_nginx=yes
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -y --no-install-recommends $missing >"$log" 2>&1 ||
    { timeout 120 apt-get update >>"$log" 2>&1 &&
      DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -y --no-install-recommends $missing >>"$log" 2>&1; } ||
    say "could not install all of it: $(tail -n 1 "$log")"
  # The package starts a service of its own on port 80, which is of no use here.
  [ $had_nginx = yes ] || ! have systemctl || systemctl disable --now nginx >>"$log" 2>&1 || true
}

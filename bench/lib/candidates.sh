# Each candidate as its own handbook would set it up for this machine: connections kept open, one access log written to a file,
# two processes of four threads; of this project, as many requests at a time per instance as its clients send. start_NAME APP PORT starts one, waits until it answers $READY_PATH, and sets STARTED to its pid.

READY_PATH=/
START_TIMEOUT=30
NGINX_WORKERS=auto

# begin NAME: sets DIR, a directory for its configuration and logs.
begin() {
  DIR=$WORK/$1-$RANDOM
  mkdir -p "$DIR"
}

# answered NAME PORT LOG: waits for the process launched last; shows the end of its log when it does not answer.
answered() {
  STARTED=$LAUNCHED
  await_ok "http://127.0.0.1:$2$READY_PATH" "$STARTED" "$START_TIMEOUT" && return 0
  say "  $1 did not answer on port $2; the end of its log:"
  tail -n 15 "$3" | sed 's/^/    /' >&2
  stop "$STARTED"
  return 1
}

# start_actors_in CHECKOUT PORT ADMIN_PORT APP...: this project, as its users start it. Its standard output has the request log.
start_actors_in() {
  local checkout=$1 port=$2 admin=$3
  shift 3
  begin actors
  ACTORS_LOG=$DIR/out.log
  launch "$ACTORS_LOG" "$checkout/run.sh" "$@" --port "$port" --admin-port "$admin" --data "$DIR/data"
  STARTED=$LAUNCHED
  # The first start builds.
  if ! await_line 'ready ' "$ACTORS_LOG" "$STARTED" "${READY_TIMEOUT:-300}"; then
    say "  this project did not get ready; the end of its output:"
    tail -n 15 "$ACTORS_LOG" | sed 's/^/    /' >&2
    stop "$STARTED"
    return 1
  fi
}

start_actors() {
  free_ports 1
  start_actors_in "$ROOT" "$2" "${PORTS[0]}" "$1" || return 1
  await_ok "http://127.0.0.1:$2$READY_PATH" "$STARTED" "$START_TIMEOUT" && return 0
  say "  this project got ready, but $READY_PATH did not answer 200; the end of its output:"
  tail -n 15 "$ACTORS_LOG" | sed 's/^/    /' >&2
  stop "$STARTED"
  return 1
}

# The same app with an app.yaml that says nothing of scaling: ten requests at a time per instance, as on App Engine.
start_actors_plain() {
  local plain=$1-plain
  rm -rf "$plain"
  cp -r "$1" "$plain"
  leave_out_scaling "$plain"
  start_actors "$plain" "$2"
}

# uwsgi_options APP [PLUGIN]: what all forms of uWSGI have in common. Its default queue of 100 connections grows where the kernel allows it.
# The lock keeps its threads from all waking for each request, which is worth a third of its speed.
uwsgi_options() {
  local backlog
  backlog=$(cat /proc/sys/net/core/somaxconn 2>/dev/null || echo 128)
  [ "$backlog" -le 1024 ] || backlog=1024
  printf '%s\n' --plugins "${2:+$2,}python3" --master --processes 2 --threads 4 --enable-threads --thunder-lock --listen "$backlog" \
    --die-on-term --need-app --no-orphans --chdir "$1" --wsgi-file main.py --callable app
}

nginx_head() {
  cat <<CONF
$([ "$(id -u)" = 0 ] && echo "user $(id -un);")
worker_processes $NGINX_WORKERS;
pid $DIR/nginx.pid;
error_log $DIR/error.log warn;
events { worker_connections 4096; }
http {
  access_log $DIR/access.log combined buffer=64k flush=1s;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_timeout 65;
  keepalive_requests 10000000;
  open_file_cache max=1000 inactive=60s;
  types { text/html html; text/plain txt; text/css css; }
  default_type application/octet-stream;
  client_body_temp_path $DIR/body; proxy_temp_path $DIR/proxy; fastcgi_temp_path $DIR/fastcgi; uwsgi_temp_path $DIR/uwsgi; scgi_temp_path $DIR/scgi;
CONF
}

# nginx writes the access log, so uWSGI behind it writes none: one line per request, as with the others.
start_nginx_uwsgi() {
  begin nginx-uwsgi
  local app=$1 port=$2 options
  mapfile -t options < <(uwsgi_options "$app")
  launch "$DIR/uwsgi.log" uwsgi "${options[@]}" --socket "$DIR/app.sock" --chmod-socket=666 --disable-logging
  BEHIND=$LAUNCHED
  await_line 'spawned uWSGI worker 2' "$DIR/uwsgi.log" "$BEHIND" "$START_TIMEOUT"
  {
    nginx_head
    cat <<CONF
  upstream app { server unix:$DIR/app.sock; }
  server {
    listen 127.0.0.1:$port backlog=1024 reuseport;
    location / { include /etc/nginx/uwsgi_params; uwsgi_pass app; }
  }
}
CONF
  } >"$DIR/nginx.conf"
  launch "$DIR/nginx.log" nginx -c "$DIR/nginx.conf" -e "$DIR/error.log" -g 'daemon off;'
  if ! answered 'nginx + uWSGI' "$port" "$DIR/error.log"; then
    tail -n 5 "$DIR/uwsgi.log" | sed 's/^/    /' >&2
    stop "$BEHIND"
    return 1
  fi
}

start_nginx() {
  begin nginx
  {
    nginx_head
    cat <<CONF
  server {
    listen 127.0.0.1:$2 backlog=1024 reuseport;
    root $1;
  }
}
CONF
  } >"$DIR/nginx.conf"
  launch "$DIR/nginx.log" nginx -c "$DIR/nginx.conf" -e "$DIR/error.log" -g 'daemon off;'
  answered nginx "$2" "$DIR/error.log"
}

# uWSGI speaks HTTP in two ways. With a router process in front, which can keep connections open. By default that talks to the
# workers over TCP with a buffer of one page: half as fast, and 44 ms for a body of 10 KB. A Unix socket and a larger buffer mend both.
start_uwsgi_http() {
  begin uwsgi-http
  local options
  mapfile -t options < <(uwsgi_options "$1" http)
  launch "$DIR/start.log" uwsgi "${options[@]}" --http "127.0.0.1:$2" --http-keepalive --http-buffer-size 65536 --socket "$DIR/app.sock" --http-to "$DIR/app.sock" --logto "$DIR/access.log"
  answered 'uWSGI http' "$2" "$DIR/access.log"
}

# And from the workers themselves, closing each connection after its response without saying so, which wrk counts as read errors.
# (--http11-socket keeps them open, but each connection then holds a thread: of 64 clients only eight would ever be served.)
start_uwsgi_socket() {
  begin uwsgi-socket
  local options
  mapfile -t options < <(uwsgi_options "$1")
  launch "$DIR/start.log" uwsgi "${options[@]}" --http-socket "127.0.0.1:$2" --logto "$DIR/access.log"
  answered 'uWSGI http-socket' "$2" "$DIR/access.log"
}

start_gunicorn() {
  begin gunicorn
  local heartbeat=$DIR
  [ -w /dev/shm ] && heartbeat=/dev/shm
  launch "$DIR/start.log" gunicorn main:app --chdir "$1" --bind "127.0.0.1:$2" --workers 2 --threads 4 --worker-class gthread \
    --keep-alive 65 --backlog 1024 --worker-tmp-dir "$heartbeat" --access-logfile "$DIR/access.log"
  answered gunicorn "$2" "$DIR/start.log"
}

# The apps that are served. Each run serves copies in its own directory, readable by every user.

# copy_app NAME: sets APP to a copy of bench/apps/NAME.
copy_app() {
  APP=$WORK/apps/$1
  rm -rf "$APP"
  mkdir -p "$WORK/apps"
  cp -r "$BENCH/apps/$1" "$APP"
  if [ "$1" = static ]; then
    mkdir -p "$APP/static"
    # Bytes that no compression makes smaller, the same in each run.
    "$PYTHON" -c 'import random, sys; sys.stdout.buffer.write(random.Random(64).randbytes(65536))' >"$APP/static/64k.bin"
  fi
  chmod -R a+rX "$WORK/apps"
}

# leave_out_scaling APP: from here on its app.yaml says nothing of scaling, so that an instance takes ten requests at a time.
leave_out_scaling() { sed -i '/^automatic_scaling:/,$d' "$1/app.yaml"; }

# apps_called NAME ID...: sets APPS to copies of bench/apps/NAME, each in a directory called by its application id.
apps_called() {
  local name=$1 id
  shift
  APPS=()
  for id in "$@"; do
    mkdir -p "$WORK/many/$id"
    cp "$BENCH/apps/$name"/*.py "$WORK/many/$id/"
    sed "s/^application: .*/application: $id/" "$BENCH/apps/$name/app.yaml" >"$WORK/many/$id/app.yaml"
    APPS+=("$WORK/many/$id")
  done
  chmod -R a+rX "$WORK/many"
}

# many_apps NAME COUNT: the same, that many, called NAME-001 and so on.
many_apps() {
  local ids
  mapfile -t ids < <(seq -f "$1-%03g" "$2")
  apps_called "$1" "${ids[@]}"
}

# vendor_flask APP...: Debian's Flask with what it needs, all of it in Python, in each app's lib/: for interpreters that have none.
vendor_flask() {
  local app from
  from=$("$PYTHON" -c 'import flask, os; print(os.path.dirname(os.path.dirname(flask.__file__)))') || fail "$PYTHON has no Flask"
  for app in "$@"; do
    mkdir -p "$app/lib"
    (cd "$from" && find flask werkzeug jinja2 markupsafe click itsdangerous -name '*.py' -print0 | tar cf - --null -T -) | tar xf - -C "$app/lib"
    printf 'from google.appengine.ext import vendor\n\nvendor.add("lib")\n' >"$app/appengine_config.py"
  done
  chmod -R a+rX "$WORK/many"
}

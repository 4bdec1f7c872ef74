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

# many_apps NAME COUNT: sets APPS to that many copies of bench/apps/NAME, called NAME-001 and so on, which is their application id too.
many_apps() {
  local name=$1 count=$2 i id
  APPS=()
  for ((i = 1; i <= count; i++)); do
    id=$(printf '%s-%03d' "$name" "$i")
    mkdir -p "$WORK/many/$id"
    cp "$BENCH/apps/$name"/*.py "$WORK/many/$id/"
    sed "s/^application: .*/application: $id/" "$BENCH/apps/$name/app.yaml" >"$WORK/many/$id/app.yaml"
    APPS+=("$WORK/many/$id")
  done
  chmod -R a+rX "$WORK/many"
}

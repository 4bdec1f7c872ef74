# Checks of option values: what is wrong is said in one line.

# whole OPTION VALUE: fails unless VALUE is a whole number above zero.
whole() {
  [ $# -ge 2 ] && [[ $2 =~ ^[1-9][0-9]{0,6}$ ]] || fail "$1 needs a whole number above zero${2:+, not '$2'}"
}

# one_of KNOWN... -- OPTION VALUE: fails unless VALUE is a list, joined by commas, of known names.
one_of() {
  local known=' ' word
  while [ "$1" != -- ]; do known+="$1 " && shift; done
  shift
  [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs one or more of:$known"
  for word in ${2//,/ }; do
    [[ $known == *" $word "* ]] || fail "$1 '$word' is none of:$known"
  done
}

# Sourced by ./weir and ./test: the web pages, built into a folder named after the fingerprint of what they are made of.
# Expects $root and $build, and what .ci/sdk.sh brings.

node_needed='Node.js 20.19 or newer with npm (https://nodejs.org)'

# Vite's own words: ^20.19 || >=22.12.
have_node() {
  local version
  version=$(node --version 2>/dev/null) && command -v npm >/dev/null || return
  [[ $version =~ ^v([0-9]+)\.([0-9]+) ]] || return
  local major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
  ((major == 20 && minor >= 19 || major == 22 && minor >= 12 || major > 22))
}

# npm keeps its files under $HOME, too.
in_web() (
  if [[ ! -d ${HOME:-} || ! -w $HOME ]]; then
    export HOME=$build/home
    mkdir -p "$HOME"
  fi
  export CI=true npm_config_update_notifier=false npm_config_audit=false npm_config_fund=false
  cd "$root/web" && exec "$@"
)

# Icons and the API's types are taken from outside of web/; the types are generated again by each build.
web_fingerprint() (
  cd "$root" || exit 1
  {
    find web applications docs/openapi.json \
      \( -name node_modules -o -name dist -o -name coverage -o -name schema.d.ts -o -name '.*' \) -prune \
      -o -path 'applications/*' ! -name '*.svg' -o -type f -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum
  } | sha256sum | cut -c1-16
)

# Packages as the lock file says, installed again only when it has changed.
install_packages() {
  local stamp
  stamp=$(sha256sum <"$root/web/package-lock.json" | cut -c1-64)
  [[ -d $root/web/node_modules && $(cat "$root/web/node_modules/.weir-installed" 2>/dev/null) == "$stamp" ]] && return
  in_web npm ci </dev/null && echo "$stamp" >"$root/web/node_modules/.weir-installed"
}

# Builds the pages into a folder and gives it its name when it is whole.
build_pages() {
  local target=$1 new=$build/web-new
  install_packages && in_web npm run build </dev/null || return
  # Whatever was edited meanwhile may or may not be inside.
  [[ $build/web-$(web_fingerprint) == "$target" ]] || { echo 'The sources were edited while they were built.' && return 1; }
  # The list of files is for the build alone.
  rm -rf "$new" "$target" && cp -r "$root/web/dist" "$new" && rm -rf "$new/.vite" && mv "$new" "$target"
}

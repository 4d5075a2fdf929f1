# Sourced by ./weir and ./test: the .NET SDK, quiet, and with a home of its own where the user has none.
# Expects $root, the repository's folder.

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# NuGet and the SDK keep their files under $HOME. Only they get the replacement: the program itself sees the real one.
sdk() (
  if [[ ! -d ${HOME:-} || ! -w $HOME ]]; then
    export HOME=$root/.build/home
    mkdir -p "$HOME"
  fi
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
  export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
  # No build server stays behind when the command has ended.
  export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
  # Messages are read by ./weir and ./test, so they come in one language.
  export DOTNET_CLI_UI_LANGUAGE=en
  cd "$root" && exec dotnet "$@"
)

need_sdk() {
  local where='install it from https://dotnet.microsoft.com/download/dotnet/10.0'
  command -v dotnet >/dev/null || fail "Weir needs the .NET 10 SDK and there is no 'dotnet' on the PATH: $where."
  local version
  version=$(sdk --version 2>/dev/null) || version=none
  [[ ${version%%.*} =~ ^[0-9]+$ && ${version%%.*} -ge 10 ]] && return
  local found
  found=$(sdk --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd ' ')
  fail "Weir needs the .NET 10 SDK and this machine has ${found:-only a runtime}: $where."
}

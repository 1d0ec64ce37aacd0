# Installs what MTM needs and builds it; sourced by ./run and ./test. Does nothing where nothing is missing.
set -euo pipefail

# say TEXT: progress goes to stderr; stdout is for results.
say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"; else return 127; fi
}

# Packages of packages.txt that dpkg does not know as installed.
missing_packages() {
    local wanted
    wanted=$(sed 's/#.*//' packages.txt | xargs)
    for package in $wanted; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || printf '%s ' "$package"
    done
}

install_packages() {
    local missing
    command -v dpkg-query >/dev/null || { say "MTM is built on Debian 12; this machine has no dpkg."; exit 3; }
    missing=$(missing_packages)
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then missing="$missing nodejs npm"; fi
    [ -n "${missing// /}" ] || return 0
    say "Installing: $missing"
    if ! as_root env DEBIAN_FRONTEND=noninteractive sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing" >&2; then
        say "Could not install them: that takes root (or sudo) and the Debian archive."
        say "As root, run: apt-get update && apt-get install --no-install-recommends $missing"
        exit 3
    fi
}

# npm's packages, as package-lock.json pins them; again only when that file has changed.
install_node_modules() {
    local stamp=node_modules/.mtm-installed
    if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then return 0; fi
    say "Installing the npm packages of package-lock.json"
    # What is in npm's cache needs no network, and without one npm should not try for minutes in silence.
    if ! npm ci --no-audit --no-fund --loglevel=error --prefer-offline \
        --fetch-retries=3 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000 >&2; then
        say "npm could not install them: is the npm registry reachable from here? Then run this again."
        exit 3
    fi
    cp package-lock.json "$stamp"
}

# build PRESET TARGET…
build() {
    local preset=$1
    shift
    if [ ! -f "build/$preset/build.ninja" ]; then cmake --preset "$preset" >&2; fi
    cmake --build --preset "$preset" --target "$@" >&2
}

# Functions of the scripts that install something. They are sourced.

# Reports a step.
say() { printf '%s: %s\n' "$(basename "$0" .sh)" "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "this command needs root, but sudo is not installed: $*"
        return 1
    fi
}

apt_install() {
    say "installing Debian packages: $*"
    as_root apt-get update -q >/dev/null || return
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null
}

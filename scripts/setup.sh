#!/usr/bin/env bash
# Installs what building and testing need, and says what it does. What is there already is left alone.
set -euo pipefail

say() { printf 'setup: %s\n' "$*"; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

apt_install() {
    say "installing Debian packages: $*"
    as_root apt-get update -q >/dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null
}

command -v cargo >/dev/null || { say 'there is no cargo here: install Rust by rustup first'; exit 1; }

packages=()
command -v cc >/dev/null || packages+=(build-essential)
command -v wasm-opt >/dev/null || packages+=(binaryen)
[ ${#packages[@]} -eq 0 ] || apt_install "${packages[@]}"

for component in rustfmt clippy; do
    tool=cargo-${component/rustfmt/fmt}
    if ! "$tool" --version >/dev/null 2>&1; then
        say "installing $component by rustup"
        rustup component add "$component"
    fi
done

"$(dirname "$0")/wasm-target.sh"

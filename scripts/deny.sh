#!/usr/bin/env bash
# Checks the licences and the sources of all dependencies with cargo-deny, which it installs if necessary. The rules are
# in deny.toml.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.20.2

if ! cargo deny --version 2>/dev/null | grep -qF "$version"; then
    printf 'deny: installing cargo-deny %s with cargo; this takes one or two minutes\n' "$version"
    # A debug build suffices: it is built much faster, and checks the dependencies in a second.
    cargo install cargo-deny --debug --locked --version "$version"
fi
cargo deny --locked check bans licenses sources

#!/usr/bin/env bash
# Makes sure that a toolchain can build for wasm32-unknown-unknown. If possible, rustup adds the target. If rustup
# cannot download it, the script installs Debian's toolchain, which has the source of its standard library, and builds
# the target from that. This takes about two minutes, once. WASM_TARGET_FROM=debian skips rustup.
set -euo pipefail

target=wasm32-unknown-unknown

say() { printf 'setup: %s\n' "$*"; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Prints the directory of the target's libraries in the sysroot of a rustc.
libraries() { printf '%s/lib/rustlib/%s/lib' "$("$1" --print sysroot)" "$target"; }

has_target() { [ -x "$(command -v "$1")" ] && compgen -G "$(libraries "$1")/libstd-*.rlib" >/dev/null; }

by_rustup() {
    command -v rustup >/dev/null || return 1
    say "adding the target $target with rustup"
    if ! rustup target add "$target" >/dev/null 2>&1 || ! has_target rustc; then
        say 'rustup cannot download the target'
        return 1
    fi
}

by_debian() {
    say "building the target $target from Debian's source of the standard library; this takes about two minutes"
    say 'installing Debian packages: rustc-web cargo-web rust-web-src rust-web-llvm lld-22'
    as_root apt-get update -q >/dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        rustc-web cargo-web rust-web-src rust-web-llvm lld-22 >/dev/null
    local crate
    crate=$(mktemp -d)
    mkdir "$crate/src"
    touch "$crate/src/lib.rs"
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[profile.release]\npanic = "abort"\n' \
        >"$crate/Cargo.toml"
    # Embedded bitcode is needed for link-time optimisation of the crates that use these libraries.
    (
        cd "$crate"
        # Panics contain the paths of source files, which must not depend on this machine.
        env -u CARGO_TARGET_DIR RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
            RUSTFLAGS="-C embed-bitcode=yes --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo" \
            /usr/bin/cargo build --quiet --release -Zbuild-std=std,panic_abort,proc_macro --target "$target"
    )
    rm -f "$crate/target/$target/release/deps/libempty"*
    as_root mkdir -p "$(libraries /usr/bin/rustc)"
    as_root cp "$crate/target/$target/release/deps/"*.rlib "$(libraries /usr/bin/rustc)/"
    rm -rf "$crate"
    has_target /usr/bin/rustc
}

if [ "${WASM_TARGET_FROM:-}" = debian ]; then
    has_target /usr/bin/rustc || by_debian
elif ! has_target rustc; then
    by_rustup || has_target /usr/bin/rustc || by_debian
fi

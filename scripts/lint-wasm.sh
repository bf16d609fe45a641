#!/usr/bin/env bash
# Runs clippy for the WebAssembly target on the crates that become components. If rustup's toolchain lacks the target,
# the script uses Debian's toolchain, as the build does (see wasm-target.sh). WASM_TARGET_FROM=debian forces that.
set -euo pipefail

target=wasm32-unknown-unknown

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

has_target() { compgen -G "$("$1" --print sysroot)/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null; }

if [ "${WASM_TARGET_FROM:-}" = debian ] || ! has_target rustc; then
    if [ ! -x /usr/bin/cargo-clippy ]; then
        printf 'lint: installing the Debian package rust-web-clippy\n'
        as_root apt-get update -q >/dev/null
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -q --no-install-recommends rust-web-clippy >/dev/null
    fi
    export PATH="/usr/bin:$PATH" RUSTC=/usr/bin/rustc
    unset RUSTUP_TOOLCHAIN
fi
cargo clippy --release --target "$target" --target-dir target/guest --locked "$@" -- -D warnings

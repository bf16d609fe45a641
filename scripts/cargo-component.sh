#!/usr/bin/env bash
# Builds the component by cargo-component and runs it: the way that the crate's metadata is for. Installing the tool
# takes about eight minutes.
set -euo pipefail

version=0.21.1
target=wasm32-unknown-unknown

say() { printf 'cargo-component: %s\n' "$*"; }

if ! cargo component --version 2>/dev/null | grep -qF "$version"; then
    say "installing version $version by cargo; this takes about eight minutes"
    cargo install cargo-component --locked --version "$version"
fi

# It insists on a folder for this target in the sysroot, whatever it builds for.
sysroot=$(rustc --print sysroot)
# Where the target is Debian's, so are the tools for it; the native crates keep the usual ones.
build_path=$PATH
if ! compgen -G "$sysroot/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null; then
    build_path=/usr/bin:$PATH
    sysroot=$(/usr/bin/rustc --print sysroot)
fi
mkdir -p "$sysroot/lib/rustlib/wasm32-wasip1/lib"

PATH=$build_path cargo component build --release --locked --target "$target" -p clerk_fdw
# It writes bindings that nothing uses.
rm -f src/bindings.rs
say 'running what it built'
cargo run --quiet --locked --ignore-rust-version --example harness -- "target/$target/release/clerk_fdw.wasm"

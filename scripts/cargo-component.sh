#!/usr/bin/env bash
# Builds the component with cargo-component, which uses the package metadata in Cargo.toml, and runs the result.
# Installing cargo-component takes about eight minutes.
set -euo pipefail

version=0.21.1
target=wasm32-unknown-unknown

say() { printf 'cargo-component: %s\n' "$*"; }

if ! cargo component --version 2>/dev/null | grep -qF "$version"; then
    say "installing version $version with cargo; this takes about eight minutes"
    cargo install cargo-component --locked --version "$version"
fi

# cargo-component fails unless the sysroot has a directory for the target wasm32-wasip1, even if it builds for another
# one.
sysroot=$(rustc --print sysroot)
# If only Debian's toolchain has the target, the component is built with that one. Native crates use the default
# toolchain.
build_path=$PATH
if ! compgen -G "$sysroot/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null; then
    build_path=/usr/bin:$PATH
    sysroot=$(/usr/bin/rustc --print sysroot)
fi
mkdir -p "$sysroot/lib/rustlib/wasm32-wasip1/lib"

PATH=$build_path cargo component build --release --locked --target "$target" -p clerk_fdw
# cargo-component generates bindings that nothing uses.
rm -f src/bindings.rs
say 'running the component'
cargo run --quiet --locked --ignore-rust-version --example harness -- "target/$target/release/clerk_fdw.wasm"

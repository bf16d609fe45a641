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

# It insists on this folder, whatever target it builds for.
sysroot=$(rustc --print sysroot)
mkdir -p "$sysroot/lib/rustlib/wasm32-wasip1/lib"

cargo component build --release --locked --target "$target" -p clerk_fdw
say 'running what it built'
cargo run --quiet --example demo -- "target/$target/release/clerk_fdw.wasm"

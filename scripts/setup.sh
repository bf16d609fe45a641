#!/usr/bin/env bash
# Installs everything that is needed to build and test, and reports each step. Skips what is already installed.
set -euo pipefail

source "$(dirname "$0")/lib.sh"

# Debian's package creates and starts a Postgres cluster unless this file disables that. Tests use private clusters.
drop_in=/etc/postgresql-common/createcluster.d/no-cluster-while-set-up-runs.conf
without_system_cluster() {
    as_root mkdir -p "${drop_in%/*}"
    echo 'create_main_cluster = false' | as_root tee "$drop_in" >/dev/null
    trap 'as_root rm -f "$drop_in"' EXIT
    "$@"
}

command -v cargo >/dev/null || { say 'cargo is not installed: install Rust with rustup first'; exit 1; }

packages=()
command -v cc >/dev/null || packages+=(build-essential)
command -v wasm-opt >/dev/null || packages+=(binaryen)
[ -x /usr/lib/postgresql/15/bin/postgres ] || packages+=(postgresql-15)
[ -f /usr/share/postgresql/15/extension/pg_cron.control ] || packages+=(postgresql-15-cron)
[ -f /usr/include/postgresql/15/server/postgres.h ] || packages+=(postgresql-server-dev-15)
# libclang reads Postgres' headers when the extension is built.
compgen -G '/usr/lib/llvm-*/lib/libclang.so' >/dev/null || packages+=(libclang-dev)
[ ${#packages[@]} -eq 0 ] || without_system_cluster apt_install "${packages[@]}"

for component in rustfmt clippy; do
    tool=cargo-${component/rustfmt/fmt}
    if ! "$tool" --version >/dev/null 2>&1; then
        say "installing $component with rustup"
        rustup component add "$component"
    fi
done

"$(dirname "$0")/wasm-target.sh"

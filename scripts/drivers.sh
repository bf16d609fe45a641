#!/usr/bin/env bash
# Installs the database drivers that tests/drivers.rs of the crate wasm-fdw-host-0-1 runs, into target/drivers, and runs it.
# Needs Python 3 with venv, Node.js with npm, and Java 17 with Maven.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=target/drivers
say() { printf 'drivers: %s\n' "$*"; }

if [ ! -x $folder/python/bin/python ]; then
    say 'installing psycopg with pip'
    python3 -m venv $folder/python
    $folder/python/bin/pip install --quiet 'psycopg[binary]==3.2.*'
fi
if [ ! -d $folder/node/node_modules/pg ]; then
    say 'installing node-postgres with npm'
    npm install --silent --no-fund --no-audit --prefix $folder/node pg@8
fi
if ! compgen -G "$folder/java/postgresql-*.jar" >/dev/null; then
    say 'fetching the JDBC driver with mvn'
    mvn --quiet --batch-mode dependency:copy -Dartifact=org.postgresql:postgresql:42.7.4 -DoutputDirectory="$PWD/$folder/java"
fi
cargo test --workspace --locked --ignore-rust-version --test drivers -- --ignored --nocapture

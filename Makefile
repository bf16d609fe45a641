# What each target does: make help

.DEFAULT_GOAL := help
.PHONY: help setup demo psql harness-demo test variants fuzz differential bless profile bench build locate fmt lint doc cargo-component clean

# The framework of Wrappers asks for a newer Rust than it needs.
CARGO_FLAGS := --locked --ignore-rust-version

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: ## install what is missing: Postgres 15, wasm target, binaryen, rustfmt, clippy
	@scripts/setup.sh

demo: setup ## build the component and show it at work in a private Postgres, on the mock
	@cargo run --quiet $(CARGO_FLAGS) --example demo

psql: setup ## open a shell on the same, to try queries
	@cargo run --quiet $(CARGO_FLAGS) --example psql

harness-demo: setup ## show the component at work without Postgres
	@cargo run --quiet $(CARGO_FLAGS) --example harness

# The whole workspace each time, so that nothing is built again with other features.
test: setup lint doc ## pass all tests and lints
	cargo test --workspace $(CARGO_FLAGS)
	COMPONENT=interpreted SUBJECT=joins cargo test --workspace $(CARGO_FLAGS) --test sql

variants: setup ## run the suites of harness and SQL on the component with everything compiled, and with nothing
	for variant in plain interpreted; do \
		COMPONENT=$$variant cargo test --workspace $(CARGO_FLAGS) --test sql --test canonical --test failures --test fixtures \
			--test objects --test reading --test differential || exit 1; \
	done

fuzz: setup ## rewrite MODULES=400000 generated modules from SEED=1 on and compare them with the originals: an hour
	SEED=$(or $(SEED),1) MODULES=$(or $(MODULES),400000) cargo test --workspace $(CARGO_FLAGS) --test random -- --nocapture

differential: setup ## compare QUERIES=20000 queries from SEED=1 on with local copies
	QUERIES=$(or $(QUERIES),20000) SEED=$(or $(SEED),1) \
		cargo test --workspace $(CARGO_FLAGS) --test differential -- --nocapture foreign_tables

bless: setup ## rewrite docs/, and what SQL files, fixtures and counts are expected to be; SUBJECT=joins for one SQL file
	BLESS=1 SUBJECT=$(SUBJECT) cargo test --workspace $(CARGO_FLAGS) --test sql $(if $(SUBJECT),,--test fixtures --test docs --test counts)

build: setup ## build target/component/clerk_fdw.wasm and its checksum; VARIANT=plain compiles all of it, in a folder plain/
	@cargo run --quiet --locked -p component-build -- $(VARIANT)

profile: setup ## measure which functions have to stay compiled, and write compiled-functions.toml for review
	@cargo run --quiet $(CARGO_FLAGS) --example profile

locate: setup ## name the function at POSITION=… of the bytecode, which a trap tells
	@cargo run --quiet --locked -p component-build -- locate $(POSITION)

bench: setup ## measure what queries cost, and write docs/performance.md; BENCH='--quick' takes a quarter of the time
	@cargo run --quiet $(CARGO_FLAGS) -p clerk-bench -- $(BENCH)

fmt: ## format the sources
	cargo fmt --all

# The guest is linted for its own target too.
lint: setup ## check format and lints of every crate
	cargo fmt --all --check
	cargo clippy --workspace --all-targets $(CARGO_FLAGS) -- -D warnings
	scripts/lint-wasm.sh -p clerk_fdw -p do-nothing -p made-up
	scripts/lint-wasm.sh -p made-up --examples

doc: ## build the crates' documentation
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps $(CARGO_FLAGS) --quiet

cargo-component: setup ## build by cargo-component too, and run what it built (slow to install)
	@scripts/cargo-component.sh

clean: ## remove what was built
	cargo clean

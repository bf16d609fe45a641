# What each target does: make help

.DEFAULT_GOAL := help
.PHONY: help setup demo test build size fmt lint doc cargo-component clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: ## install what is missing: wasm target, binaryen, rustfmt, clippy
	@scripts/setup.sh

demo: setup ## build the component and show it at work, against the mock
	@cargo run --quiet --locked --example demo

test: setup lint doc ## pass all tests and lints
	cargo test --workspace --locked

build: setup ## build target/component/clerk_fdw.wasm and its checksum
	@cargo run --quiet --locked -p component-build

size: build ## print the component's bytes, its code's and its data's

fmt: ## format the sources
	cargo fmt --all

# The guest is linted for its own target too, where the toolchain in use has it.
lint: setup ## check format and lints of every crate
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	@if rustup target list --installed 2>/dev/null | grep -q wasm32-unknown-unknown; then \
		set -x; cargo clippy --release --target wasm32-unknown-unknown -p clerk_fdw --locked -- -D warnings; \
	else \
		echo 'lint: not for wasm32, which this toolchain does not have'; \
	fi

doc: ## build the crates' documentation
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --locked --quiet

cargo-component: setup ## build by cargo-component too, and run what it built (slow to install)
	@scripts/cargo-component.sh

clean: ## remove what was built
	cargo clean

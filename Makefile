# `make` lists the targets.

.DEFAULT_GOAL := help
.PHONY: help setup setup-keycloak setup-scim demo psql harness-demo test variants fuzz differential write-differential \
	released-host drivers keycloak scim sync bless openapi-facts keycloak-facts profile bench build release locate fmt lint \
	deny doc cargo-component clean

# The framework of Wrappers declares a newer Rust version than it needs.
CARGO_FLAGS := --locked --ignore-rust-version

# Builds a program of the workspace and runs it. With --workspace, cargo selects the same features of dependencies as
# for the tests, so that nothing is compiled twice.
BUILT := $(or $(CARGO_TARGET_DIR),target)/debug
run = cargo build $(CARGO_FLAGS) --workspace --bin $(1) && $(BUILT)/$(1)
run_example = cargo build $(CARGO_FLAGS) --workspace --example $(1) && $(BUILT)/examples/$(1)

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: ## install what is missing: Postgres 15 with pg_cron, the wasm32 target, binaryen, rustfmt, clippy
	@scripts/setup.sh

setup-keycloak: ## install what a real Keycloak needs: Java 17, Maven, unzip
	@scripts/keycloak.sh

setup-scim: ## install what two real SCIM servers need: Python, Node.js, and the servers themselves
	@scripts/scim.sh

# What the names of a provider's suites begin with.
suite := $(if $(filter keycloak scim,$(PROVIDER)),$(PROVIDER)_)

# What the API of a provider needs on this machine.
api = $(if $(filter keycloak scim,$(PROVIDER)),scripts/$(PROVIDER).sh)

demo: setup ## build the component and show a tour of it, on a mock of Clerk's API; PROVIDER=keycloak or scim on a real server
	$(api)
	$(call run,demo)

psql: setup ## open psql in a private Postgres on the same API, to try queries
	$(api)
	$(call run,psql)

harness-demo: setup ## run scans of the component without Postgres
	$(call run_example,harness)

test: setup setup-keycloak setup-scim lint deny doc ## run all tests and lints
	cargo test --workspace $(CARGO_FLAGS)
	COMPONENT=interpreted SUBJECT=joins cargo test --workspace $(CARGO_FLAGS) --test sql

variants: setup ## run the suites on two other builds of the component: all functions compiled, and none
	for variant in plain interpreted; do \
		COMPONENT=$$variant cargo test --workspace $(CARGO_FLAGS) --test sql --test canonical --test failures \
			--test fixtures --test objects --test reading --test differential || exit 1; \
	done

fuzz: setup ## compare MODULES=400000 random modules with their bytecode, from SEED=1 on: an hour
	SEED=$(or $(SEED),1) MODULES=$(or $(MODULES),400000) cargo test --workspace $(CARGO_FLAGS) --test random -- --nocapture

differential: setup ## compare QUERIES=20000 random queries on foreign tables with local copies, from SEED=1 on; or PROVIDER=keycloak or scim
	$(api)
	QUERIES=$(or $(QUERIES),20000) SEED=$(or $(SEED),1) cargo test --workspace $(CARGO_FLAGS) \
		--test $(suite)differential -- --nocapture foreign_tables

write-differential: setup ## compare STEPS=5000 random writes on foreign tables with those on a model, from SEED=1 on
	STEPS=$(or $(STEPS),5000) SEED=$(or $(SEED),1) \
		cargo test --workspace $(CARGO_FLAGS) --test write_differential -- --nocapture writes_have rows_may

released-host: setup ## run the suites in Postgres on the framework of released hosts, with QUERIES=5000 random queries
	QUERIES=$(or $(QUERIES),5000) cargo test --workspace $(CARGO_FLAGS) --test released -- --nocapture

drivers: setup ## run queries with psycopg, node-postgres and JDBC on the framework of released hosts
	scripts/drivers.sh

keycloak: setup setup-keycloak ## run the tests of the component for Keycloak; KEYCLOAK_VERSION=oldest on the oldest version
	cargo test --workspace $(CARGO_FLAGS) --test 'keycloak*'
	cargo test --workspace $(CARGO_FLAGS) --test released -- keycloak

scim: setup setup-scim ## run the tests of the component for SCIM, on two servers
	cargo test --workspace $(CARGO_FLAGS) --test 'scim*'
	cargo test --workspace $(CARGO_FLAGS) --test released -- scim

sync: setup setup-keycloak setup-scim ## run all tests of the local copies, with large amounts, all servers and both lines of hosts
	SYNC=all cargo test --workspace $(CARGO_FLAGS) --test 'sync_*'
	SYNC=all cargo test --workspace $(CARGO_FLAGS) --test released -- sync_kit

bless: setup ## rewrite generated docs and expected outputs, for review; SUBJECT=joins one SQL file only; or PROVIDER=keycloak or scim
	$(api)
	BLESS=1 SUBJECT=$(SUBJECT) cargo test --workspace $(CARGO_FLAGS) --test $(suite)sql \
		$(if $(SUBJECT),,--test $(suite)docs --test $(suite)guides $(if $(suite),,--test fixtures --test counts --test sync_file))
	BLESS=1 SUBJECT=$(SUBJECT) cargo test --workspace $(CARGO_FLAGS) --test released -- \
		--exact $(suite)sql::results_and_requests_are_as_expected

openapi-facts: setup ## rewrite the facts of Clerk's OpenAPI document from ../shared/clerk-openapi
	BLESS=1 cargo test --workspace $(CARGO_FLAGS) --test contract facts

keycloak-facts: ## rewrite the facts of Keycloak's OpenAPI document, which a published crate contains
	scripts/keycloak-facts.sh

profile: setup ## measure which functions should stay compiled, and write compiled-functions.toml for review
	$(call run_example,profile)

bench: setup ## measure what queries cost, and write docs/performance.md; BENCH=--quick is faster; or PROVIDER=keycloak
	$(api)
	$(call run,$(or $(PROVIDER),clerk)-bench) $(BENCH)

build: setup ## build target/component/clerk_fdw.wasm; PROVIDER=keycloak or scim another one, VARIANT=plain compiles all
	$(call run,component-build) $(VARIANT)

release: setup ## write the files of a release into target/release-files/, for a component at URL=https://…
	$(call run,release) '$(URL)'

locate: setup ## print the function at POSITION=… of the bytecode, which the message of a trap contains
	$(call run,component-build) locate $(POSITION)

fmt: ## format the sources
	cargo fmt --all

# The guest is linted for wasm32 too.
lint: setup ## check the format and the lints of every crate
	cargo fmt --all --check
	cargo clippy --workspace --all-targets $(CARGO_FLAGS) -- -D warnings
	scripts/lint-wasm.sh -p clerk_fdw -p do-nothing -p keycloak_fdw -p made-up -p scim_fdw
	scripts/lint-wasm.sh -p made-up --examples

deny: ## check the licences and the sources of all dependencies
	scripts/deny.sh

doc: setup ## build the documentation of the crates
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps $(CARGO_FLAGS)

cargo-component: setup ## build with cargo-component instead, and run the result (slow to install)
	@scripts/cargo-component.sh

clean: ## remove everything that was built
	cargo clean

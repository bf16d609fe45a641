\echo Use "create extension wasm_fdw_host" to load this file. \quit

create function wasm_fdw_handler() returns fdw_handler
    language c strict as 'MODULE_PATHNAME', 'wasm_fdw_handler_wrapper';

create function wasm_fdw_validator(options text[], catalog oid) returns void
    language c as 'MODULE_PATHNAME', 'wasm_fdw_validator_wrapper';

create function wasm_fdw_meta() returns table (name text, version text, author text, website text)
    language c strict as 'MODULE_PATHNAME', 'wasm_fdw_meta_wrapper';

-- Statistics of components, one row per foreign-data wrapper. A row stays locked until the transaction that changed it
-- ends.
create table wasm_fdw_host_stats (
    fdw_name text primary key,
    create_times bigint not null default 0,
    rows_in bigint not null default 0,
    rows_out bigint not null default 0,
    bytes_in bigint not null default 0,
    bytes_out bigint not null default 0,
    metadata jsonb
);

grant select, insert, update on wasm_fdw_host_stats to public;

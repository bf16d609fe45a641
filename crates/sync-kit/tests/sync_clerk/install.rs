//! Installing, bad input, privileges, and uninstalling.

use clerk_mock::Size;

use super::clerk::Kit;
use super::kit::install_sql;

#[test]
fn one_call_copies_all_tables_that_can_be_copied_cheaply() {
    let mut kit = Kit::start_with_cron(Size::of_users(1200));
    let rows = kit.client.query("select * from fdw_sync.install('clerk_server')", &[]).expect("an installation");
    let described: Vec<(String, String, String)> =
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    assert!(described.contains(&(
        "clerk_copy.users".to_owned(),
        "updated_at since the last run".to_owned(),
        "a count in each run".to_owned()
    )));
    assert_eq!(described.len(), 45, "{described:?}");
    let job = kit
        .client
        .query_one("select jobname::text, schedule, command, username::text from cron.job", &[])
        .expect("a job");
    let job: Vec<String> = (0..4).map(|at| job.get(at)).collect();
    assert_eq!(job, ["fdw_sync clerk_server", "* * * * *", "call fdw_sync.run('clerk_server')", "developer"]);
    kit.unschedule();
    let requests = kit.run().len();
    let failing = "select count(*) from fdw_sync.status() where state <> 'fresh' or rows = 0";
    assert_eq!(kit.number(failing), 0);
    assert_eq!(
        kit.number("select sum(requests) from fdw_sync.status()"),
        requests as i64,
        "the status says how many requests"
    );
    for object in ["users", "organizations", "invitations", "machines", "billing_plans", "domains"] {
        kit.assert_equal(object);
    }
    // Every copy has the same rows as its foreign table, also where rows have no key of their own.
    let copies = "select object, target, source, fdw_sync.identifiers(columns) from fdw_sync.tables order by id";
    for row in kit.client.query(copies, &[]).expect("the copies") {
        let [object, target, source, columns] = [0, 1, 2, 3].map(|at| row.get::<_, String>(at));
        let both = [&target, &source].map(|table| format!("select {columns} from {table}"));
        let difference = format!("({0} except all {1}) union all ({1} except all {0})", both[0], both[1]);
        assert_eq!(kit.client.query(&difference, &[]).expect("a comparison").len(), 0, "{object}");
    }
    let types = "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'clerk_copy.users'::regclass and attname = $1";
    for (column, ty) in [
        ("id", "text"),
        ("banned", "boolean"),
        ("updated_at", "timestamp with time zone"),
        ("public_metadata", "jsonb"),
    ] {
        assert_eq!(kit.client.query_one(types, &[&column]).expect("a column").get::<_, String>(0), ty);
    }
    let keys = "select string_agg(conrelid::regclass || ' ' || pg_get_constraintdef(oid), ', ' order by 1) from pg_constraint where contype = 'p'
        and conrelid in ('clerk_copy.users'::regclass, 'clerk_copy.user_passkeys'::regclass, 'clerk_copy.instance'::regclass)";
    let keys: String = kit.client.query_one(keys, &[]).expect("keys").get(0);
    assert!(
        keys.contains("clerk_copy.user_passkeys PRIMARY KEY (user_id, id)")
            && keys.contains("clerk_copy.users PRIMARY KEY (id)"),
        "{keys}"
    );
    assert!(
        kit.number(
            "select count(*) from pg_indexes where schemaname = 'clerk_copy' and indexdef like '%(organization_id)'"
        ) >= 3
    );
}

#[test]
fn bad_input_is_an_error_before_anything_happens() {
    let mut kit = Kit::start_with_cron(Size::of_users(10));
    kit.superuser().batch_execute("create foreign data wrapper other; create server other_server foreign data wrapper other; grant usage on foreign server other_server to developer; create schema taken; create table taken.users (id text); grant all on schema taken to developer").expect("other objects");
    let cases = [
        ("'no'", r#"there is no foreign server "no"; Foreign servers: clerk_server, other_server"#),
        (
            "'other_server'",
            r#"the foreign server "other_server" does not load a component that fdw_sync knows; Known components: supabase:clerk-fdw, supabase:keycloak-fdw, supabase:scim-fdw"#,
        ),
        (
            "'clerk_server', tables => '{user}'",
            r#"the foreign server "clerk_server" has no object "user"; Objects: allowlist_identifiers, api_keys, "#,
        ),
        (
            "'clerk_server', tables => '{users,api_keys}'",
            r#""api_keys" cannot be copied: the provider lists its rows only for given values of id or subject; no hint"#,
        ),
        ("'clerk_server', options => '[]'", "options must be a JSON object; no hint"),
        (
            "'clerk_server', options => '{\"delete\": true}'",
            r#"unknown option "delete"; Options: deletions, overlap, full_read_every, attrs, table_options, import_options"#,
        ),
        (
            "'clerk_server', options => '{\"deletions\": \"no\"}'",
            r#"the option "deletions" must be "soft" or "hard"; no hint"#,
        ),
        (
            "'clerk_server', options => '{\"overlap\": \"soon\"}'",
            r#"the option "overlap" must be an interval, such as "10 minutes"; no hint"#,
        ),
        (
            "'clerk_server', options => '{\"full_read_every\": \"0\"}'",
            r#"the option "full_read_every" must not be zero; no hint"#,
        ),
        ("null", "name the foreign server; no hint"),
        ("'clerk_server', tables => '{}'", "name at least one object, or '{*}' to copy all of them; no hint"),
        ("'clerk_server', options => '{\"attrs\": \"yes\"}'", r#"the option "attrs" must be true or false; no hint"#),
        (
            "'clerk_server', options => '{\"table_options\": 1}'",
            r#"the option "table_options" must be a JSON object; no hint"#,
        ),
        ("'clerk_server', tables => '{users}', schedule => 'often'", "invalid schedule: often"),
        (
            "'clerk_server', tables => '{users}', schema => 'taken'",
            "the table taken.users exists and is not a copy; Choose another schema",
        ),
    ];
    for (arguments, want) in cases {
        let error = kit.error(&format!("select fdw_sync.install({arguments})"));
        assert!(error.starts_with(want), "{arguments}: {error}");
    }
    assert_eq!(kit.number("select count(*) from fdw_sync.servers"), 0);
    assert_eq!(
        kit.number("select count(*) from pg_namespace where nspname like 'clerk_copy' or nspname like 'fdw_sync_%'"),
        0
    );
    assert_eq!(kit.mock().take_journal().len(), 0);
    for (call, want) in [
        ("uninstall('clerk_server')", r#"there are no copies of the server "clerk_server"; no hint"#),
        ("uninstall(tables => '{users}')", "to remove only some tables, name their server; no hint"),
    ] {
        assert_eq!(kit.error(&format!("select fdw_sync.{call}")), want);
    }
}

#[test]
fn nobody_else_can_read_the_copies() {
    let mut kit = Kit::start(Size::of_users(10));
    let mut superuser = kit.superuser();
    superuser.batch_execute("do $$ begin create role anon; exception when duplicate_object then null; end $$; alter default privileges for role developer grant all on tables to anon, public; alter default privileges for role developer grant all on schemas to anon; alter default privileges for role developer grant execute on functions to anon").expect("a role");
    kit.client.batch_execute(&install_sql()).expect("the kit again");
    kit.install("users");
    kit.run();
    superuser
        .batch_execute("grant usage on schema clerk_copy, fdw_sync, fdw_sync_clerk_server to anon")
        .expect("a grant");
    for table in
        ["clerk_copy.users", "fdw_sync.tables", "fdw_sync_clerk_server.users", "fdw_sync_clerk_server.users_staged"]
    {
        let error = superuser.batch_execute(&format!("set role anon; select * from {table}")).expect_err(table);
        assert_eq!(error.code(), Some(&postgres::error::SqlState::INSUFFICIENT_PRIVILEGE), "{table}: {error}");
        superuser.batch_execute("reset role").expect("the superuser");
    }
    superuser.batch_execute("grant select on clerk_copy.users to anon; set role anon").expect("a grant");
    let visible: i64 = superuser.query_one("select count(*) from clerk_copy.users", &[]).expect("a count").get(0);
    assert_eq!(visible, 0, "no policy lets a row through");
    let error = superuser.batch_execute("select fdw_sync.now()").expect_err("a function");
    assert_eq!(error.code(), Some(&postgres::error::SqlState::INSUFFICIENT_PRIVILEGE), "{error}");
}

#[test]
fn installing_again_adds_tables_and_changes_options() {
    let mut kit = Kit::start_with_cron(Size::of_users(1200));
    kit.install_with("users", r#"{"attrs": false}"#);
    kit.run();
    let columns = "select count(*) from pg_attribute where attrelid = 'clerk_copy.users'::regclass and attnum > 0 and not attisdropped";
    let without = kit.number(columns);
    kit.client.batch_execute(&install_sql()).expect("the kit again");
    kit.client.batch_execute("select fdw_sync.install('clerk_server')").expect("the same again");
    assert_eq!(kit.number("select count(*) from fdw_sync.tables"), 1);
    assert_eq!(kit.run().len(), 2, "nothing is read again");
    kit.client
        .batch_execute(r#"select fdw_sync.install('clerk_server', '{organizations}', options => '{"attrs": null}')"#)
        .expect("another table");
    assert_eq!(kit.number(columns), without + 1);
    kit.unschedule();
    kit.run();
    kit.assert_equal("users");
    kit.assert_equal("organizations");
    let error = kit.error("select fdw_sync.install('clerk_server', schema => 'elsewhere')");
    assert!(
        error.starts_with(
            r#"the copies of "clerk_server" are already in the schema "clerk_copy", and install() cannot move them"#
        ),
        "{error}"
    );
    kit.client
        .batch_execute("select fdw_sync.install('clerk_server', '{*}', schedule => '*/5 * * * *')")
        .expect("all tables");
    assert_eq!(kit.number("select count(*) from fdw_sync.tables"), 45);
    assert_eq!(kit.number("select count(*) from cron.job where schedule = '*/5 * * * *'"), 1);
}

#[test]
fn uninstalling_leaves_nothing_behind_or_the_tables() {
    let mut kit = Kit::start_with_cron(Size::of_users(10));
    let objects = "select count(*) from (select oid from pg_class where relnamespace >= 16384 union all select oid from pg_proc where pronamespace >= 16384
        union all select oid from pg_namespace union all select oid from pg_type where typnamespace >= 16384 union all select jobid::oid from cron.job) o";
    kit.client.batch_execute("select fdw_sync.uninstall()").expect("no kit");
    let before = kit.number(objects);
    let install = "select fdw_sync.install('clerk_server', '{users,organizations,instance}', schema => 'mine')";
    for keep in [false, true] {
        kit.client.batch_execute(&install_sql()).expect("the kit");
        kit.client.batch_execute(install).expect("an installation");
        kit.client.batch_execute("call fdw_sync.run()").expect("a run");
        kit.client
            .batch_execute("select fdw_sync.uninstall('clerk_server', '{organizations}')")
            .expect("one table less");
        assert_eq!(kit.number("select count(*) from fdw_sync.status()"), 2);
        kit.client.batch_execute(&format!("select fdw_sync.uninstall(keep_tables => {keep})")).expect("no kit");
        if keep {
            assert_eq!(kit.number("select count(*) from mine.users"), 10);
            kit.client.batch_execute(&install_sql()).expect("the kit");
            kit.client.batch_execute(install).expect("the tables that are there are taken over");
            kit.client.batch_execute("call fdw_sync.run()").expect("a run");
            assert_eq!(kit.number("select count(*) from mine.users"), 10);
            kit.client.batch_execute("select fdw_sync.uninstall(); drop schema mine").expect("nothing is left");
        }
        assert_eq!(kit.number(objects), before);
    }
    // A view of the user's keeps its table, and nothing is removed.
    kit.client.batch_execute(&install_sql()).expect("the kit");
    kit.client.batch_execute(install).expect("an installation");
    kit.client
        .batch_execute("create view public_users as select id from mine.users")
        .expect_err("no privilege on public");
    kit.client
        .batch_execute("create schema views; create view views.users as select id from mine.users")
        .expect("a view");
    let error = kit.error("select fdw_sync.uninstall('clerk_server')");
    assert!(error.starts_with("cannot drop table mine.users because other objects depend on it"), "{error}");
    assert_eq!(kit.number("select count(*) from fdw_sync.tables"), 3);
}

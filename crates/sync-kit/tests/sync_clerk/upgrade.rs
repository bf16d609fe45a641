//! An upgrade of the kit: a dump of version 1 is brought to a version 2, which this test makes up.
//!
//! The dump stays as it is. If version 1 changes before its release, delete the file and run this test with `BLESS=1`.

use std::fs;
use std::process::Command;

use clerk_mock::Size;

use super::clerk::Kit;
use super::kit::{file, install_sql};

const DUMP: &str = "crates/sync-kit/tests/sync_clerk/version-1.sql";

/// Where migrations go in `sync/install.sql`, and the one of version 2.
const MARK: &str = "    -- Migrations go here, such as: if installed < 2 then alter table … end if;\n";
const MIGRATION: &str = "
    if installed < 2 then
        alter table fdw_sync.queue add column reason text;
        update fdw_sync.queue set reason = 'queued by version 1';
        alter table fdw_sync.queue alter column reason set not null;
    end if;
";

#[test]
fn an_upgrade_keeps_copies_queue_and_state() {
    let mut kit = Kit::start_with_cron(Size::of_users(4));
    if std::env::var_os("BLESS").is_some() && !file(DUMP).exists() {
        fs::write(file(DUMP), dump(&mut kit)).expect("the dump can be written");
    }
    kit.client.batch_execute("select fdw_sync.uninstall()").expect("no kit");
    kit.client.batch_execute(&fs::read_to_string(file(DUMP)).expect("the dump")).expect("a restored dump");
    kit.client
        .batch_execute("reset search_path; reset row_security; update fdw_sync.tables set passed_at = now()")
        .expect("a recent dump");
    let before = "select string_agg(u::text, ' ' order by id) from clerk_copy.users u";
    let rows = |kit: &mut Kit| kit.client.query_one(before, &[]).expect("rows").get::<_, String>(0);
    let old = rows(&mut kit);

    let version_2 = install_sql().replace("this constant integer := 1;", "this constant integer := 2;");
    assert!(version_2.contains(MARK));
    kit.client.batch_execute(&version_2.replace(MARK, MIGRATION)).expect("the upgrade");
    assert_eq!(kit.number("select number::bigint from fdw_sync.version"), 2);
    assert_eq!(kit.number("select count(*) from fdw_sync.queue where reason = 'queued by version 1'"), 1);
    assert_eq!(rows(&mut kit), old);
    let requests = kit.run();
    assert_eq!(requests.len(), 3, "the queued row, changes and the count: {requests:?}");
    assert_eq!(rows(&mut kit), old);
    let user = kit.ids("users")[0].clone();
    kit.change("PATCH", &format!("/users/{user}"), r#"{"first_name": "After"}"#);
    kit.run();
    kit.assert_equal("users");
    // The job is not in the dump. Installing again creates it, and is the only thing that a user has to call.
    kit.client.batch_execute("select fdw_sync.install('clerk_server')").expect("an installation");
    assert_eq!(kit.number("select count(*) from cron.job"), 1);
    let error = kit.error(&install_sql());
    assert_eq!(error, "this file is version 1 of fdw_sync, but version 2 is installed; no hint");
}

/// A dump of a database in which version 1 has copied users and one row is queued.
fn dump(kit: &mut Kit) -> String {
    kit.client.batch_execute("drop function fdw_sync.now() cascade; drop table fdw_sync.test_clock").expect("no clock");
    kit.client.batch_execute(&install_sql()).expect("the kit as it is");
    kit.install("users");
    kit.run();
    let user = kit.ids("users")[1].clone();
    kit.client.execute("select fdw_sync.enqueue('users', $1)", &[&user]).expect("a queued row");
    let output = Command::new("/usr/lib/postgresql/15/bin/pg_dump")
        .arg("--host")
        .arg(kit.socket())
        .args([
            "--username=postgres",
            "--inserts",
            "--no-owner",
            "--no-comments",
            "--schema=fdw_sync*",
            "--schema=clerk_copy",
            "clerk",
        ])
        .output()
        .expect("pg_dump");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Commands of psql are no SQL.
    let text = String::from_utf8(output.stdout).expect("a text");
    text.lines().filter(|line| !line.starts_with('\\')).map(|line| format!("{line}\n")).collect()
}

//! A database with the kit installed by a role that is not a superuser, on the mock of Clerk's API.

use clerk_mock::{Config, Mock, Request, Size};
use fdw_sandbox::{Host, Sandbox};
use postgres::{Client, Row};
use serde_json::Value;

/// The kit's clock in tests: real time plus the offset in a table.
const CLOCK: &str = "
    create table fdw_sync.test_clock (passed interval not null);
    insert into fdw_sync.test_clock values ('0');
    create or replace function fdw_sync.now() returns timestamptz language sql volatile set search_path = ''
    as $$ select pg_catalog.clock_timestamp() + passed from fdw_sync.test_clock $$";

/// A sandbox in which the developer has run `sync/install.sql`.
pub struct Kit {
    pub sandbox: Sandbox<Mock>,
    pub client: Client,
}

impl Kit {
    /// Starts a mock of this size, and runs `sync/install.sql`.
    pub fn start(size: Size) -> Kit {
        let mock = Mock::start(&Config { size, ..Config::default() }).expect("a mock");
        let host = Host::of_tests(env!("CARGO_PKG_NAME"));
        let sandbox = Sandbox::with_cron(host, mock).expect("a sandbox");
        let mut client = sandbox.developer().expect("a connection");
        client.batch_execute(&install_sql()).expect("the kit");
        client.batch_execute(CLOCK).expect("a clock");
        Kit { sandbox, client }
    }

    /// Copies these objects, without a job.
    pub fn install(&mut self, objects: &str) {
        let sql = format!("select * from fdw_sync.install('clerk_server', tables => '{{{objects}}}')");
        self.client.batch_execute(&sql).expect("an installation");
        self.client.batch_execute("select cron.unschedule(jobid) from cron.job").expect("no job");
        self.mock().take_journal();
    }

    pub fn mock(&self) -> &Mock {
        &self.sandbox.provider
    }

    /// Lets time pass for the kit.
    pub fn advance(&mut self, interval: &str) {
        let sql = format!("update fdw_sync.test_clock set passed = passed + '{interval}'");
        self.client.batch_execute(&sql).expect("a later time");
    }

    /// Runs the kit once, and returns the requests.
    pub fn run(&mut self) -> Vec<String> {
        self.mock().take_journal();
        self.client.batch_execute("call fdw_sync.run()").expect("a run");
        self.mock().take_journal().iter().map(Request::target).collect()
    }

    /// The state of a copied table.
    pub fn status(&mut self, object: &str) -> Row {
        let sql = "select * from fdw_sync.status() where copy = $1";
        self.client.query_one(sql, &[&format!("clerk_copy.{object}")]).expect("a status")
    }

    /// The first column of a query with one row, as a number.
    pub fn number(&mut self, sql: &str) -> i64 {
        self.client.query_one(sql, &[]).unwrap_or_else(|error| panic!("{sql}: {error}")).get(0)
    }

    /// Checks that a copy has exactly the provider's rows: as JSON, and each column as the foreign table has it.
    pub fn assert_equal(&mut self, object: &str) {
        let error = |text: Option<String>| text.unwrap_or_default();
        let status = self.status(object);
        let problem = error(status.get("error"));
        assert_eq!(problem, "", "{object}");
        let sql = format!("select attrs::text from clerk_copy.{object} where _deleted_at is null");
        let mut copied: Vec<Value> = Vec::new();
        for row in self.client.query(&sql, &[]).expect("the copy") {
            copied.push(serde_json::from_str(row.get(0)).expect("JSON"));
        }
        let mut rows = self.mock().rows(object);
        let id = |row: &Value| row["id"].to_string();
        copied.sort_by_key(id);
        rows.sort_by_key(id);
        assert_eq!(copied.len(), rows.len(), "number of rows of {object}");
        for (copied, row) in copied.iter().zip(&rows) {
            assert_eq!(copied, row, "{object}");
        }
        let differing = format!(
            "do $$ begin execute (select format('create temporary table differing as (select %1$s from %2$s except select %1$s \
             from %3$s where _deleted_at is null) union all (select %1$s from %3$s where _deleted_at is null except select %1$s \
             from %2$s)', fdw_sync.identifiers(columns), source, target) from fdw_sync.tables where object = '{object}'); end $$"
        );
        self.client.batch_execute(&differing).expect("a comparison");
        assert_eq!(self.number("select count(*) from differing"), 0, "{object}");
        self.client.batch_execute("drop table differing").expect("no comparison");
        assert_eq!(status.get::<_, Option<i64>>("rows"), Some(rows.len() as i64), "{object}");
    }
}

/// The contents of `sync/install.sql`.
pub fn install_sql() -> String {
    let path = component_build::workspace().join("sync/install.sql");
    std::fs::read_to_string(path).expect("the file")
}

//! A database with the kit installed by a role that is not a superuser, on the mock of Clerk's API.

use std::path::PathBuf;

use clerk_mock::{Config, KEY, Mock, Request, Size};
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
        self.install_with(objects, "{}");
    }

    /// Copies these objects with these options, without a job.
    pub fn install_with(&mut self, objects: &str, options: &str) {
        let sql = format!("select fdw_sync.install('clerk_server', tables => '{{{objects}}}', options => '{options}')");
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

    /// The error of a statement, with its hint.
    pub fn error(&mut self, sql: &str) -> String {
        let error = self.client.batch_execute(sql).expect_err(sql);
        let error = error.as_db_error().unwrap_or_else(|| panic!("{sql}: {error}"));
        format!("{}; {}", error.message(), error.hint().unwrap_or("no hint"))
    }

    /// Sends a request that changes the provider's data, and returns the body of the response.
    pub fn change(&self, method: &str, target: &str, body: &str) -> Value {
        let (status, text) = self.send(method, target, body);
        assert!(status < 300, "{method} {target} {body}: {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Sends a request to the provider, and returns the status and the body of the response.
    pub fn send(&self, method: &str, target: &str, body: &str) -> (u16, String) {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{target}", self.mock().url()))
            .header("authorization", format!("Bearer {KEY}"))
            .header("content-type", "application/json")
            .body(body.to_owned())
            .expect("a request");
        let mut response = agent.run(request).expect("a response");
        let text = response.body_mut().read_to_string().expect("a body");
        (response.status().as_u16(), text)
    }

    /// Ids of the provider's rows of an object, oldest first.
    pub fn ids(&self, object: &str) -> Vec<String> {
        self.mock().rows(object).iter().map(|row| row["id"].as_str().unwrap_or("").to_owned()).collect()
    }

    /// Checks that a copy has exactly the provider's rows, and that each column is as in the foreign table.
    pub fn assert_equal(&mut self, object: &str) {
        let problem: Option<String> = self.status(object).get("error");
        assert_eq!(problem, None, "{object}");
        let attributes =
            self.mock().rows(object).first().and_then(Value::as_object).map(|row| row.keys().cloned().collect());
        let attributes: Vec<String> = attributes.unwrap_or_default();
        // Some attributes of organizations are in responses on request only.
        let added = "attrs - array['members_count', 'missing_member_with_elevated_permissions']";
        let is_added = |name: &str| attributes.iter().all(|known| known != name);
        self.assert_same_json(object, if is_added("members_count") { added } else { "attrs" }, Value::clone);
        self.assert_columns_equal(object);
    }

    /// Checks that each column of a copy is as in the foreign table.
    pub fn assert_columns_equal(&mut self, object: &str) {
        let differing = self.client.query_one(DIFFERING, &[&object]).expect("a query").get::<_, String>(0);
        self.client.batch_execute(&format!("create temporary table differing as {differing}")).expect("a comparison");
        assert_eq!(self.number("select count(*) from differing"), 0, "{object}");
        self.client.batch_execute("drop table differing").expect("no comparison");
    }

    /// Checks that an expression has the same values in a copy as a part of each of the provider's rows, and that the status
    /// has the right number of rows.
    pub fn assert_same_json(&mut self, object: &str, expression: &str, part: impl Fn(&Value) -> Value) {
        let sql = format!(
            "select id, ({expression})::text from clerk_copy.{object} where _deleted_at is null order by id collate \"C\""
        );
        let copied = self.client.query(&sql, &[]).expect("the copy");
        let mut rows = self.mock().rows(object);
        rows.sort_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
        assert_eq!(copied.len(), rows.len(), "number of rows of {object}");
        for (copied, row) in copied.iter().zip(&rows) {
            let copied: Value = serde_json::from_str(copied.get(1)).expect("JSON");
            assert_eq!(copied, part(row), "{object}");
        }
        assert_eq!(self.status(object).get::<_, Option<i64>>("rows"), Some(rows.len() as i64), "{object}");
    }
}

/// A query that returns a query for the rows in which a copy and its foreign table differ.
const DIFFERING: &str = "
    select format('(select %1$s from %2$s except select %1$s from %3$s where _deleted_at is null) union all \
                   (select %1$s from %3$s where _deleted_at is null except select %1$s from %2$s)',
        fdw_sync.identifiers(columns), source, target)
    from fdw_sync.tables where object = $1";

/// A file of this repository.
pub fn file(path: &str) -> PathBuf {
    component_build::workspace().join(path)
}

/// The contents of `sync/install.sql`.
pub fn install_sql() -> String {
    std::fs::read_to_string(file("sync/install.sql")).expect("the file")
}

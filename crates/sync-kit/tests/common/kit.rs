//! A database in which a role that is not a superuser has installed the kit.

#![allow(dead_code)]

use std::path::PathBuf;
use std::sync::Arc;

use fdw_sandbox::{DEVELOPER, Host, Provider, Sandbox};
use postgres::{Client, Row};
use private_cluster::{Cluster, SUPERUSER};

/// The kit's clock in tests: real time plus the offset in a table.
pub const CLOCK: &str = "
    create table fdw_sync.test_clock (passed interval not null);
    insert into fdw_sync.test_clock values ('0');
    create or replace function fdw_sync.now() returns timestamptz language sql volatile set search_path = ''
    as $$ select pg_catalog.clock_timestamp() + passed from fdw_sync.test_clock $$";

/// A database in which the developer has run `sync/install.sql`.
pub struct Kit<P> {
    pub provider: P,
    pub client: Client,
    cluster: Arc<Cluster>,
    database: String,
}

impl<P: Provider> Kit<P> {
    /// A database in a cluster of its own, with pg_cron.
    pub fn with_cron(provider: P) -> Self {
        let sandbox = Sandbox::with_cron(host(), provider).expect("a sandbox");
        let mut kit = Kit::connect(Arc::new(sandbox.cluster), sandbox.provider, P::NAME.to_owned());
        kit.client.batch_execute(&install_sql()).expect("the kit");
        kit.client.batch_execute(CLOCK).expect("a clock");
        kit
    }

    pub fn connect(cluster: Arc<Cluster>, provider: P, database: String) -> Self {
        let client = cluster.connect(&database, DEVELOPER).expect("a connection");
        Kit { provider, client, cluster, database }
    }

    /// Another connection of the developer.
    pub fn another(&self) -> Result<Client, postgres::Error> {
        self.cluster.connect(&self.database, DEVELOPER)
    }

    /// A connection of the superuser.
    pub fn superuser(&self) -> Client {
        self.cluster.connect(&self.database, SUPERUSER).expect("a superuser")
    }

    /// The directory of the server's socket.
    pub fn socket(&self) -> PathBuf {
        self.cluster.socket().parent().expect("a directory").to_owned()
    }

    /// Copies these objects, without a job.
    pub fn install(&mut self, objects: &str) {
        self.install_with(objects, "{}");
    }

    /// Copies these objects with these options, without a job.
    pub fn install_with(&mut self, objects: &str, options: &str) {
        let sql =
            format!("select fdw_sync.install('{}_server', tables => '{{{objects}}}', options => '{options}')", P::NAME);
        self.client.batch_execute(&sql).expect("an installation");
        self.unschedule();
        self.provider.take_journal();
    }

    /// Removes the jobs, if there is pg_cron.
    pub fn unschedule(&mut self) {
        let jobs = "do $$ begin
            if to_regclass('cron.job') is not null then perform cron.unschedule(jobid) from cron.job; end if;
        end $$";
        self.client.batch_execute(jobs).expect("no job");
    }

    /// The targets of the requests since the last call.
    pub fn requests(&self) -> Vec<String> {
        let target = |request: &String| request.split(' ').nth(1).unwrap_or_default().to_owned();
        self.provider.take_journal().iter().map(target).collect()
    }

    /// Lets time pass for the kit.
    pub fn advance(&mut self, interval: &str) {
        let sql = format!("update fdw_sync.test_clock set passed = passed + '{interval}'");
        self.client.batch_execute(&sql).expect("a later time");
    }

    /// Runs the kit once, and returns the requests.
    pub fn run(&mut self) -> Vec<String> {
        self.requests();
        self.client.batch_execute("call fdw_sync.run()").expect("a run");
        self.requests()
    }

    /// The state of a copied table.
    pub fn status(&mut self, object: &str) -> Row {
        let sql = "select * from fdw_sync.status() where copy = $1";
        self.client.query_one(sql, &[&format!("{}_copy.{object}", P::NAME)]).expect("a status")
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

    /// Checks that the first load of every table is complete, and that every copy has the rows of its foreign table, except
    /// those of these objects.
    pub fn assert_all_fresh(&mut self, context: &str, uncertain: &[&str]) {
        let failing = "select copy || ' is ' || state || coalesce(': ' || error, '') from fdw_sync.status() where state <> 'fresh'";
        let failing: Vec<String> =
            self.client.query(failing, &[]).expect("the status").iter().map(|row| row.get(0)).collect();
        assert!(failing.is_empty(), "{context}: {failing:?}");
        let objects = self.client.query("select object from fdw_sync.tables order by id", &[]).expect("the copies");
        for object in objects.iter().map(|row| row.get::<_, &str>(0)) {
            if !uncertain.contains(&object) {
                self.assert_columns_equal(object);
            }
        }
    }

    /// Checks that each column of a copy is as in the foreign table.
    pub fn assert_columns_equal(&mut self, object: &str) {
        let comparison: String = self.client.query_one(COMPARISON, &[&object]).expect("a query").get(0);
        self.client.batch_execute(&comparison).expect("a comparison");
        let differing = "select count(*) from ((table listed except all table copied) union all (table copied except all table listed)) d";
        assert_eq!(self.number(differing), 0, "{object}");
        self.client.batch_execute("drop table listed, copied").expect("no comparison");
    }
}

/// A query that returns statements that keep the rows of a foreign table and of its copy.
const COMPARISON: &str = "
    select format('create temporary table listed as select %1$s from %2$s; \
                   create temporary table copied as select %1$s from %3$s where _deleted_at is null',
        fdw_sync.identifiers(columns), source, target)
    from fdw_sync.tables where object = $1";

/// The host of these tests.
pub fn host() -> Host {
    Host::of_tests(env!("CARGO_PKG_NAME"))
}

/// Whether all is tested, as by `make sync`. It takes too long for each change.
pub fn is_complete() -> bool {
    std::env::var_os("SYNC").is_some_and(|value| value == "all")
}

/// Whether the tests of large amounts have their full size. On the other host they are smaller, unless all is tested.
pub fn is_thorough() -> bool {
    host() == Host::Newest || is_complete()
}

/// A file of this repository.
pub fn file(path: &str) -> PathBuf {
    component_build::workspace().join(path)
}

/// The contents of `sync/install.sql`.
pub fn install_sql() -> String {
    std::fs::read_to_string(file("sync/install.sql")).expect("the file")
}

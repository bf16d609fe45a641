//! The kit on the mock of Clerk's API.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use clerk_mock::{Config, KEY, Mock, Size};
use fdw_sandbox::Sandbox;
use private_cluster::{Cluster, SUPERUSER};
use serde_json::Value;

use super::kit::{CLOCK, host, install_sql};

pub type Kit = super::kit::Kit<Mock>;

/// A cluster for all tests that neither need pg_cron nor end the server. The kit is installed in the database `clerk`.
fn shared_cluster() -> Arc<Cluster> {
    static CLUSTER: Mutex<Option<Arc<Cluster>>> = Mutex::new(None);
    let start = || {
        let sandbox = Sandbox::with_developer(host(), mock(Size::of_users(1))).expect("a sandbox");
        let mut developer = sandbox.cluster.connect("clerk", fdw_sandbox::DEVELOPER).expect("a connection");
        developer.batch_execute(&install_sql()).expect("the kit");
        developer.batch_execute(CLOCK).expect("a clock");
        Arc::new(sandbox.cluster)
    };
    Arc::clone(CLUSTER.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(start))
}

fn mock(size: Size) -> Mock {
    Mock::start(&Config { size, ..Config::default() }).expect("a mock")
}

impl Kit {
    /// Starts a mock of this size, and creates a database with the kit.
    pub fn start(size: Size) -> Kit {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let (cluster, mock) = (shared_cluster(), mock(size));
        let database = format!("clerk_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let sql = format!("create database {database} template clerk");
        let mut superuser = cluster.connect("postgres", SUPERUSER).expect("a superuser");
        superuser.batch_execute(&sql).expect("a database");
        superuser.batch_execute(&format!("grant create on database {database} to developer")).expect("a grant");
        let url = format!("alter server clerk_server options (set api_url '{}')", mock.url());
        cluster.connect(&database, SUPERUSER).expect("a superuser").batch_execute(&url).expect("a URL");
        Kit::connect(cluster, mock, database)
    }

    /// Starts a mock of this size, and a cluster of its own with pg_cron, in which the kit is installed.
    pub fn start_with_cron(size: Size) -> Kit {
        Kit::with_cron(mock(size))
    }

    pub fn mock(&self) -> &Mock {
        &self.provider
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

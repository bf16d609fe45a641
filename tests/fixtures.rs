//! Answers written by hand, some of them ugly, and the rows that they become. Each case is a file of an answer, one of
//! the columns asked for, and one of the rows; `BLESS=1` rewrites the rows, for review.

mod common;

use clerk_mock::{Fault, Mock};
use common::{fixture, query, scan};
use wrappers_harness::{Column, Value};

const CASES: [&str; 5] = ["domains", "invitations", "organization_memberships", "saml_connections", "users"];

/// A line for each cell, as JSON: NULL is not the empty text.
fn show(columns: &[Column], rows: &[Vec<Value>]) -> String {
    let mut out = String::new();
    for row in rows {
        out.push_str("row\n");
        for (column, value) in columns.iter().zip(row) {
            out.push_str(&format!("  {} {:?} {}\n", column.name, column.ty, value.to_json()));
        }
    }
    out
}

#[test]
fn answers_written_by_hand_become_these_rows() {
    for object in CASES {
        let mock = Mock::with_users(1).expect("a mock");
        mock.fault(Fault::answer(&fixture(&format!("{object}.json"))).times(2));
        let columns = fixture(&format!("{object}.columns"));
        let outcome = scan(&mock, object, &columns);
        let got = show(&query(object, &columns).columns, &outcome.rows);
        assert_eq!(outcome.messages, []);
        // The list of invitations is in two parts; what is in both comes once.
        assert_eq!(common::targets(&mock).len(), if object == "invitations" { 2 } else { 1 });
        let path = component_build::workspace().join(format!("tests/fixtures/{object}.expected.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &got).expect("the rows are written");
        }
        assert_eq!(got, fixture(&format!("{object}.expected.txt")), "{object}");
    }
}

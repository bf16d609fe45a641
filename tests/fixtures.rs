//! Responses written by hand, some of them unusual, and the rows that the component makes of them. Each case has three
//! files in `tests/fixtures`: the response, the requested columns, and the expected rows. `BLESS=1` rewrites the rows,
//! for review.

mod common;

use clerk_mock::{Fault, Mock};
use common::{fixture, query, scan};
use wrappers_harness::{Column, Value};

const CASES: [&str; 5] = ["domains", "invitations", "organization_memberships", "saml_connections", "users"];

/// The rows as text: a line for each cell, as JSON, which distinguishes NULL from an empty text.
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
fn responses_written_by_hand_become_the_expected_rows() {
    for object in CASES {
        let mock = Mock::with_users(1).expect("a mock");
        mock.fault(Fault::response(&fixture(&format!("{object}.json"))).times(2));
        let columns = fixture(&format!("{object}.columns"));
        let outcome = scan(&mock, object, &columns);
        let got = show(&query(object, &columns).columns, &outcome.rows);
        assert_eq!(outcome.messages, []);
        // Invitations are read as two partitions. A row that both contain is returned once.
        assert_eq!(common::targets(&mock).len(), if object == "invitations" { 2 } else { 1 });
        let path = component_build::workspace().join(format!("tests/fixtures/{object}.expected.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &got).expect("the rows are written");
        }
        assert_eq!(got, fixture(&format!("{object}.expected.txt")), "{object}");
    }
}

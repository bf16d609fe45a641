//! Attributes of extensions as columns.

use scim_server::ACME_USER;
use wrappers_harness::expect::{query, scanned, text};
use wrappers_harness::run;

use crate::common::{proxy_of, server, servers, targets};

#[test]
fn attributes_of_extensions_are_found_by_name_or_by_the_option() {
    for scim in servers() {
        let proxy = proxy_of(scim.base_url());
        let server = server(&proxy.base_url());
        let users = scim.client().users().expect("users");
        let names = ["id", "badgeNumber", "isContractor", "level", "department"];
        let want = users.iter().map(|user| {
            let value =
                |name: &str| if name == "id" { text(user, "/id") } else { text(&user[ACME_USER], &format!("/{name}")) };
            names.map(value).to_vec()
        });
        let want = want.collect();
        // Found in the schemas that the server publishes: without a prefix, or with one where two attributes collide.
        let columns = "id text, badge_number text, is_contractor boolean, acme_level bigint, acme_department text";
        assert_eq!(scanned(&server, &query("users", columns, &[])), want);
        assert_eq!(targets(&proxy)[..2], ["/Schemas", "/ResourceTypes"]);
        // Mapped by the option, without further requests.
        let attribute = |name: &str| format!("{ACME_USER}:{name}");
        let attributes = serde_json::json!({
            "badge": attribute("badgeNumber"), "c": attribute("isContractor"), "l": attribute("level"),
            "dept": attribute("department"),
        });
        let mut mapped = query("users", "id text, badge text, c boolean, l bigint, dept text", &[]);
        mapped.table_options.insert("attributes".to_owned(), attributes.to_string());
        assert_eq!(scanned(&server, &mapped), want);
        assert_eq!(targets(&proxy).len(), 1);
        // Those of the enterprise extension are declared, also with its short name.
        let both = "department text, enterprise_department text, enterprise_employee_number text, employee_number text";
        let rows = scanned(&server, &query("users", &format!("id text, {both}"), &[]));
        assert!(
            rows.iter().all(|row| row[1] == row[2] && row[3] == row[4]) && rows.iter().any(|row| !row[1].is_empty())
        );
        assert_eq!(targets(&proxy).len(), 1);
        let error = run(&server, &query("users", "bagde_number text", &[])).expect_err("an error").to_string();
        assert!(error.contains("no column \"bagde_number\"") && error.contains(", badge_number, "), "{error}");
    }
}

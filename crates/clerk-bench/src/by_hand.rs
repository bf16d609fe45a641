//! What a user would write without a foreign-data wrapper: a program that fetches one page after another, and a query
//! that decodes the JSON of each page.

use anyhow::{Context, Result, ensure};
use clerk_mock::{KEY, Mock};
use postgres::Client;

use crate::actual::{self, ANALYZE};
use crate::stage::{Column, Columns, Stage, users_table};

/// Page size: the maximum that Clerk allows.
pub const PAGE: usize = 500;

/// Fetches the pages of users over one connection, and calls `use_page` with the text of each page that has rows.
pub fn fetch_pages(mock: &Mock, mut use_page: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let agent = ureq::Agent::new_with_defaults();
    let key = format!("Bearer {KEY}");
    for offset in (0..).step_by(PAGE) {
        let url = format!("{}/users?order_by=%2Bcreated_at&limit={PAGE}&offset={offset}", mock.url());
        let mut response = agent.get(&url).header("authorization", &key).call().context("cannot fetch a page")?;
        let page = response.body_mut().read_to_string().context("cannot read a page")?;
        if page == "[]" {
            break;
        }
        use_page(&page)?;
    }
    Ok(())
}

/// Fetches all pages and makes Postgres decode these columns of their rows. Returns the number of rows.
pub fn decode_pages(client: &mut Client, mock: &Mock, columns: &[Column]) -> Result<u64> {
    let statement = client.prepare(&format!("{ANALYZE} {}", query(columns)))?;
    let mut rows = 0;
    fetch_pages(mock, |page| {
        let plan = client.query(&statement, &[&page])?;
        let nodes = actual::nodes(plan.iter().map(|line| line.get(0)))?;
        rows += nodes.first().map_or(0, |node| node.rows);
        Ok(())
    })?;
    Ok(rows)
}

/// Checks that the query returns the same rows as a component's foreign table, with all columns.
pub fn check_rows(stage: &Stage, component: &str, users: u32) -> Result<()> {
    let (mut client, table) = (stage.client()?, users_table(component, users, Columns::All));
    client.batch_execute(&format!("create temp table by_hand as select * from {table} with no data"))?;
    let insert = client.prepare(&format!("insert into by_hand {}", query(&stage.columns(&table)?)))?;
    fetch_pages(stage.mock(users)?, |page| {
        client.execute(&insert, &[&page])?;
        Ok(())
    })?;
    let compare = format!(
        "select count(*), (select count(*) from (table by_hand except table {table}) as different) from by_hand"
    );
    let counts = client.query_one(&compare, &[])?;
    let (rows, different): (i64, i64) = (counts.get(0), counts.get(1));
    ensure!(rows == i64::from(users), "the query by hand returns {rows} of {users} rows");
    ensure!(different == 0, "the query by hand returns {different} rows that {component} does not return");
    Ok(())
}

/// The query that decodes a page, which is its first parameter.
fn query(columns: &[Column]) -> String {
    let columns: Vec<String> = columns.iter().map(|(name, ty)| expression(name, ty)).collect();
    format!("select {} from jsonb_array_elements($1::text::jsonb) as e", columns.join(", "))
}

/// SQL expression of a column's value, from the JSON object `e`.
fn expression(name: &str, ty: &str) -> String {
    match (name, ty) {
        ("attrs", _) => "e".to_owned(),
        ("primary_email_address", _) => looked_up("email_address", "email_addresses"),
        ("primary_phone_number", _) => looked_up("phone_number", "phone_numbers"),
        ("primary_web3_wallet", _) => looked_up("web3_wallet", "web3_wallets"),
        (_, "text") => format!("e->>'{name}'"),
        (_, "jsonb") => format!("nullif(e->'{name}', 'null')"),
        (_, "timestamp with time zone") => format!("to_timestamp((e->>'{name}')::bigint / 1000.0)"),
        _ => format!("(e->>'{name}')::{ty}"),
    }
}

/// SQL expression of an attribute of the primary element of an array.
fn looked_up(attribute: &str, array: &str) -> String {
    format!(
        "(select a->>'{attribute}' from jsonb_array_elements(e->'{array}') as a \
         where a->>'id' = e->>'primary_{attribute}_id')"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_cast_to_their_types() {
        assert_eq!(expression("banned", "boolean"), "(e->>'banned')::boolean");
        assert_eq!(expression("id", "text"), "e->>'id'");
        assert_eq!(expression("passkeys", "jsonb"), "nullif(e->'passkeys', 'null')");
    }
}

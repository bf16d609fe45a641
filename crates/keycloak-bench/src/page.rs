//! The page with the figures.

use crate::Figures;

/// The text of the page.
pub fn of(figures: &Figures) -> String {
    let Figures { users, explain: [explain, nothing], scans: [all, three, fetched], requests, bytes, .. } = figures;
    let mut out = format!(
        "# Performance\n\nMeasured by `make bench PROVIDER=keycloak` in Postgres 15, with a real Keycloak on the same \
         machine, whose realm has {users} users with attributes. Times are medians of one run, and depend on the machine: \
         compare the ratios.\n\n\
         ## All users\n\n\
         A scan takes {requests} requests. Their responses have {} MB together.\n\n\
         | | time in s | ratio |\n|---|---|---|\n\
         | the same pages, fetched one after the other by a program that discards them | {:.2} | 1 |\n\
         | `select id, username, enabled from keycloak.user` | {:.2} | {:.2} |\n\
         | `select * from keycloak.user` | {:.2} | {:.2} |\n\n\
         ## Start-up\n\n\
         `explain` of one table takes {explain:.1} ms, {:.2} times as long as with a component that does nothing \
         ({nothing:.1} ms). See [Performance](../performance.md) for what it consists of.\n\n\
         ## Requests of ten tables\n\n\
         These are of a realm with fewer users, because the embedded database of Keycloak that is measured here needs minutes \
         for the users of a role that ten thousand have.\n\n\
         | table | rows | requests |\n|---|---|---|\n",
        bytes / 1_000_000,
        fetched / 1000.0,
        three / 1000.0,
        three / fetched,
        all / 1000.0,
        all / fetched,
        explain / nothing,
    );
    for table in &figures.tables {
        out.push_str(&format!("| `{}` | {} | {} |\n", table.name, table.rows, table.requests));
    }
    let total: usize = figures.tables.iter().map(|table| table.requests).sum();
    out.push_str(&format!(
        "| together | | {total} |\n\nA connector that reads the same rows in pages of 100, asks for the roles of each user, and for \
         the children and the members of each group, sends {} requests: {:.1} times as many.\n",
        figures.connector,
        figures.connector as f64 / total.max(1) as f64
    ));
    out
}

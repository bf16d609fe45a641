//! The parts of SCIM 2.0 that no table or column contains.

/// Endpoints that no table reads, and why.
pub const NO_TABLES: &[(&str, &str)] = &[
    ("/Bulk", "It only writes."),
    ("/Me", "It is one of the users, and few providers have it."),
    ("/.search", "It is a POST request for what the lists also return."),
];

/// Attributes of users and groups that have no column, and why.
pub const NO_COLUMNS: &[(&str, &str)] = &[("User.password", "It is never returned.")];

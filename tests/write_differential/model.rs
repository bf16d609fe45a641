//! The model of the foreign tables: ordinary tables in the same database, and how they are compared.

use postgres::{Client, SimpleQueryMessage};

const SETUP: [&str; 4] = [
    include_str!("model/foreign.sql"),
    include_str!("model/users.sql"),
    include_str!("model/organizations.sql"),
    include_str!("model/access.sql"),
];

const FILL: &str = include_str!("model/fill.sql");

/// Creates the tables of the model and further foreign tables.
pub fn create(client: &mut Client) {
    SETUP.iter().for_each(|sql| client.batch_execute(sql).unwrap_or_else(|error| panic!("{error:?}")));
}

/// Fills the model from the foreign tables.
pub fn fill(client: &mut Client) {
    client.batch_execute(FILL).unwrap_or_else(|error| panic!("{error:?}"));
}

/// Tables whose new rows get their ids from the API, and the natural keys: the condition that a row `f` of the foreign
/// table and a new row `m` of the model are the same.
const NEW_ROWS: [(&str, &str); 14] = [
    (
        "users",
        "coalesce(f.external_id, f.username, f.primary_email_address) = \
         coalesce(m.external_id, m.username, m.primary_email_address)",
    ),
    ("sessions", "f.user_id = m.user_id"),
    ("user_email_addresses", "f.email_address = m.email_address"),
    ("user_phone_numbers", "f.phone_number = m.phone_number"),
    ("organizations", "f.name = m.name"),
    ("organization_memberships", "f.organization_id = m.organization_id and f.user_id = m.user_id"),
    ("organization_invitations", "f.organization_id = m.organization_id and f.email_address = m.email_address"),
    ("organization_permissions", "f.key = m.key"),
    ("organization_roles", "f.key = m.key"),
    ("invitations", "f.email_address = m.email_address"),
    ("waitlist_entries", "f.email_address = m.email_address"),
    ("allowlist_identifiers", "f.identifier = m.identifier"),
    ("blocklist_identifiers", "f.identifier = m.identifier"),
    ("redirect_urls", "f.url = m.url"),
];

/// The tables that series write.
pub fn tables() -> impl Iterator<Item = &'static str> {
    NEW_ROWS.iter().map(|(table, _)| *table).chain(["people", "companies", "members"])
}

/// Gives new rows of the model, which are found by their natural keys, the ids that the API has given them, and what
/// else the API has made up. From then on, statements and comparisons can use ids. Returns an error if a new row does
/// not exist in the foreign table.
pub fn adopt_ids(client: &mut Client) -> Result<(), String> {
    let new = |table: &str| format!("select '{table}' from model.{table} where id like 'new%'");
    let all = NEW_ROWS.map(|(table, _)| new(table)).join(" union ");
    let tables: Vec<String> = client.query(&all, &[]).expect("new rows").iter().map(|row| row.get(0)).collect();
    for (table, is_same) in NEW_ROWS.iter().filter(|(table, _)| tables.iter().any(|new| new == table)) {
        let made_up = match *table {
            "users" => ", created_at = coalesce(m.created_at, f.created_at)",
            "organizations" => ", created_at = coalesce(m.created_at, f.created_at), slug = coalesce(m.slug, f.slug)",
            _ => "",
        };
        let sql = format!(
            "update model.{table} m set id = f.id{made_up} from clerk.{table} f where m.id like 'new%' and {is_same} \
             and f.id not in (select id from model.{table})"
        );
        client.batch_execute(&sql).map_err(|error| format!("{table}: {error:?}"))?;
        if !client.query(&new(table), &[]).expect("new rows").is_empty() {
            return Err(format!("a new row of {table} is not in the foreign table"));
        }
    }
    Ok(())
}

/// Queries that must return the same rows from both sides: the columns that the model has. Each table has one, with
/// `{s}` for the schema, or one for each side.
const COMPARED: &[[&str; 2]] = &[
    [
        "select id, external_id, username, first_name, last_name, locale, primary_email_address, \
         primary_phone_number, banned, locked, lockout_expires_in_seconds, delete_self_enabled, \
         create_organization_enabled, create_organizations_limit, public_metadata, private_metadata, \
         unsafe_metadata, legal_accepted_at, created_at from {s}.users",
        "",
    ],
    [
        "select id, public_metadata_role, public_metadata_score, public_metadata_vip, public_metadata_plan, \
         \"public_metadata_stripeCustomerId\", public_metadata_since, public_metadata_day, public_metadata_count, \
         public_metadata_share, private_metadata_note, unsafe_metadata_theme, created_at from {s}.people",
        "select id, public_metadata_role, public_metadata_score, public_metadata_vip, public_metadata_plan, \
         \"public_metadata_stripeCustomerId\", (public_metadata ->> 'since')::timestamptz, \
         (public_metadata ->> 'day')::date, (public_metadata ->> 'count')::smallint, \
         (public_metadata ->> 'share')::numeric, private_metadata_note, unsafe_metadata_theme, \
         created_at at time zone 'UTC' from {s}.users",
    ],
    ["select id, user_id, status from {s}.sessions", ""],
    ["select user_id, id, email_address, verification_status, reserved from {s}.user_email_addresses", ""],
    [
        "select user_id, id, phone_number, verification_status, reserved, reserved_for_second_factor \
         from {s}.user_phone_numbers",
        "",
    ],
    [
        "select id, name, slug, max_allowed_memberships, admin_delete_enabled, pending_invitations_count, \
         members_count, public_metadata, private_metadata, created_by, created_at from {s}.organizations",
        "select id, name, slug, max_allowed_memberships, admin_delete_enabled, pending_invitations_count, \
         (select count(*) from {s}.organization_memberships m where m.organization_id = o.id), public_metadata, \
         private_metadata, created_by, created_at from {s}.organizations o",
    ],
    [
        "select row_id, id, organization_id, user_id, role, role_name, permissions, public_metadata, \
         private_metadata, organization_name, organization_slug, public_user_data_first_name, \
         public_user_data_username, public_user_data_banned from {s}.organization_memberships",
        "select m.row_id, m.id, m.organization_id, m.user_id, m.role, m.role_name, m.permissions, m.public_metadata, \
         m.private_metadata, o.name, o.slug, u.first_name, u.username, u.banned from {s}.organization_memberships m \
         join {s}.organizations o on o.id = m.organization_id join {s}.users u on u.id = m.user_id",
    ],
    [
        "select row_id, id, organization_id, email_address, role, role_name, inviter_id, status, public_metadata, \
         private_metadata from {s}.organization_invitations",
        "",
    ],
    ["select id, name, key, description, type from {s}.organization_permissions", ""],
    [
        "select id, name, key, description, jsonb_path_query_array(permissions, '$[*].id') as ids, \
         jsonb_path_query_array(permissions, '$[*].key') as keys from {s}.organization_roles",
        "select id, name, key, description, \
         coalesce((select jsonb_agg(p.id) from model.permissions_of(permissions) p), '[]'), \
         coalesce((select jsonb_agg(p.key) from model.permissions_of(permissions) p), '[]') \
         from {s}.organization_roles",
    ],
    ["select id, email_address, status, revoked, public_metadata from {s}.invitations", ""],
    ["select id, email_address, status from {s}.waitlist_entries", ""],
    ["select id, identifier, identifier_type from {s}.allowlist_identifiers", ""],
    ["select id, identifier, identifier_type from {s}.blocklist_identifiers", ""],
    ["select id, url from {s}.redirect_urls", ""],
];

/// Compares all tables. Returns the rows that only one side has, ordered by table and id.
pub fn differences(client: &mut Client) -> Vec<String> {
    let mut found = Vec::new();
    for [foreign, model] in COMPARED {
        let (foreign, model) = (foreign.replace("{s}", "clerk"), if model.is_empty() { foreign } else { model });
        let model = model.replace("{s}", "model");
        let sql = format!(
            "with f as materialized ({foreign}), \
             m as materialized (select * from f where false union all ({model})) \
             select side || row::text from (\
               select 'only in foreign table: ' as side, to_jsonb(a) as row from (table f except all table m) a \
               union all \
               select 'only in the model:     ', to_jsonb(b) from (table m except all table f) b\
             ) d order by row ->> 'id', side"
        );
        let messages = client.simple_query(&sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        let table = foreign.rsplit(" from ").next().unwrap_or_default();
        let rows = messages.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        found.extend(rows.map(|row| format!("{table}: {row}")));
    }
    found
}

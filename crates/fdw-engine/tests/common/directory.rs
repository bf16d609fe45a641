//! The catalogue of a second fictional API, "Directory", which speaks a dialect of SCIM 2.0.

use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::auth::{Auth, SecretOption};
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::errors::{ErrorFormat, UnknownId};
use fdw_engine::catalogue::extensions::Extensions;
use fdw_engine::catalogue::filter::{Expression, Filter};
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};
use fdw_engine::catalogue::pagination::{Capabilities, LastPage, OrderFormat, PageFormat};
use fdw_engine::catalogue::retry::RetryPolicy;
use fdw_engine::catalogue::{Catalogue, Object};

pub static DIRECTORY: Catalogue = Catalogue {
    provider: "Directory",
    fdw_name: "DirectoryFdw",
    profile: None,
    base_url: &URL,
    endpoint_options: &[],
    write_switches: &[],
    auth: Auth::BearerSecret(SecretOption { value: &KEY, vault_id: &KEY_ID }),
    headers: &[("accept", "application/json")],
    pages: PageFormat {
        limit: "count",
        position: "startIndex",
        first_position: 1,
        last_page: LastPage::Empty,
        list: &["Resources"],
        omits_empty_list: true,
        total: Some(&["totalResults"]),
        order: OrderFormat::Separate { key: "sortBy", direction: "dir", ascending: "up", descending: "down" },
        counted_page: 0,
        exclude: Some("without"),
        capabilities: Some(&Capabilities {
            endpoint: "/config",
            sorts: &["sort", "supported"],
            unique_key: "id",
            has_cursors: &["pagination", "cursor"],
            cursor: "cursor",
            next: &["nextCursor"],
        }),
    },
    extensions: Some(Extensions { schemas: "/schemas", resource_types: "/types", prefix: "urn:", core: "urn:core:" }),
    errors: ErrorFormat {
        messages: &["/detail"],
        codes: &["/scimType"],
        trace: None,
        unknown_id: UnknownId::StatusIfListExists,
        unsupported: &[400, 501],
        hints_by_code: &[("tooMany", "add a condition")],
        hints: &[(404, "check the option url")],
    },
    retry: RetryPolicy::STANDARD,
    objects: &[MEMBERS, PEOPLE],
};

static URL: OptionSpec = OptionSpec {
    name: "url",
    kind: OptionKind::UrlOrId { id: &TENANT, prefix: "https://api.example.com/tenants/" },
    scope: Scope::Server,
    meaning: "",
};

static TENANT: OptionSpec = OptionSpec { name: "tenant", kind: OptionKind::Id, scope: Scope::Server, meaning: "" };

static KEY: OptionSpec = OptionSpec { name: "key", kind: OptionKind::Secret, scope: Scope::Server, meaning: "" };

static KEY_ID: OptionSpec = OptionSpec { name: "key_id", kind: OptionKind::VaultId, scope: Scope::Server, meaning: "" };

const FILTER: Expression = Expression { parameter: "filter", separator: Some(" and "), quotes: true, is_scim: true };

/// At most two values fit into a request.
const PEOPLE: Object = Object::new(
    "people",
    "",
    &[
        Column::text("id", ""),
        Column::text("mail", ""),
        Column::bool("on", ""),
        Column::time("since", ""),
        Column::json("friends", ""),
        Column::integer("friend_count", "").from_source(Source::Length(&["friends"])),
        Column::json("photo", ""),
        Column::nested_at("work", &["urn:x:work:2.0:Person"], &[Column::text("desk", "")], "").not_imported(),
    ],
    &[
        AccessPath::single_object("/people/{id}"),
        AccessPath::paged_list("/people", 3)
            .with_filters(&[
                Filter::compared("mail", &FILTER, "mail").with_max_values(2),
                Filter::compared_bool("on", &FILTER, "on"),
                Filter::compared_time("since", &FILTER, "meta.since"),
            ])
            .with_excludable(&["friends", "photo"]),
    ],
)
.extended_as("Person");

const MEMBERS: Object = Object::new(
    "members",
    "",
    &[Column::key("team_id", ""), Column::text("value", "")],
    &[
        AccessPath::single_object("/teams/{team_id}").embedded_in(&["members"]).with_excludable(&["photo"]),
        AccessPath::paged_list("/teams", 3).embedded_in(&["members"]).with_advice_if_omitted("Ask for each team"),
    ],
)
.with_primary_key(&[]);

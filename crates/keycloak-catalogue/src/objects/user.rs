//! Users of the realm.

use super::{PAGE, VIEW_USERS};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new(
    "user",
    "Users of the realm, including the service accounts of clients. Their attributes, realm roles and required actions \
     also have tables of their own.",
    COLUMNS,
    ACCESS_PATHS,
)
.never_empty()
.with_needed_permission(VIEW_USERS);

/// The list of all users. Keycloak leaves service accounts out of it unless the request has a filter; `exact` counts as
/// one, so that a query has the same users whatever its conditions are.
pub const LIST: &str = "/admin/realms/{realm}/users?exact=true";

/// The number of all users. Keycloak 26.4 counts service accounts only if the request has a filter other than `exact`, so
/// the request has one that every user meets: `%` is a wildcard.
const COUNT: &str = "/admin/realms/{realm}/users/count?username=%25";

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/admin/realms/{realm}/users/{id}"),
    AccessPath::paged_list(LIST, PAGE).with_count_endpoint(COUNT, &[]).with_filters(&[
        Filter::equals("username", "username").inexact(),
        Filter::equals("email", "email").inexact(),
        Filter::equals("first_name", "firstName").with_phrases().inexact(),
        Filter::equals("last_name", "lastName").with_phrases().inexact(),
        // For users of a federated directory, Keycloak may return others too.
        Filter::boolean("enabled", "enabled").inexact(),
        Filter::boolean("email_verified", "emailVerified").inexact(),
        Filter::after("created_timestamp", "createdAfter"),
        Filter::before("created_timestamp", "createdBefore"),
    ]),
    AccessPath::paged_list("/admin/realms/{realm}/users?exact=false", PAGE).only_with_filter().with_filters(&[
        Filter::contains_any_case("username", "username"),
        Filter::contains_any_case("email", "email"),
        Filter::contains_any_case("first_name", "firstName"),
        Filter::contains_any_case("last_name", "lastName"),
        Filter::boolean("enabled", "enabled").inexact(),
        Filter::boolean("email_verified", "emailVerified").inexact(),
    ]),
];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the user"),
    Column::text("username", "Username, unique in the realm"),
    Column::text("email", "E-mail address; NULL if not set"),
    Column::text("first_name", "First name; NULL if not set").from_attribute(&["firstName"]),
    Column::text("last_name", "Last name; NULL if not set").from_attribute(&["lastName"]),
    Column::bool("enabled", "Whether the user can sign in"),
    Column::bool("email_verified", "Whether the e-mail address has been verified").from_attribute(&["emailVerified"]),
    Column::time("created_timestamp", "When the user was created; NULL if unknown")
        .from_attribute(&["createdTimestamp"]),
    Column::bool("totp", "Whether the user has a one-time password generator"),
    Column::json("required_actions", "Names of the actions that the user must take at the next sign-in, an array")
        .from_attribute(&["requiredActions"]),
    Column::map("attributes", "Attributes of the user, each with an array of values; NULL if there are none"),
    Column::text("federation_link", "Id of the user federation provider that the user comes from; NULL if local")
        .from_attribute(&["federationLink"]),
    Column::text(
        "service_account_client_id",
        "Client whose service account the user is; NULL in lists, where its username begins with `service-account-`",
    )
    .from_attribute(&["serviceAccountClientId"]),
    Column::integer(
        "not_before",
        "Seconds since the Unix epoch before which tokens of the user are refused; 0 if never",
    )
    .from_attribute(&["notBefore"]),
    Column::json("disableable_credential_types", "Types of credentials that can be disabled, an array")
        .from_attribute(&["disableableCredentialTypes"]),
    Column::bool("access_view", "Whether the client may see the user; NULL if not reported")
        .from_attribute(&["access", "view"]),
    Column::bool("access_manage", "Whether the client may change the user; NULL if not reported")
        .from_attribute(&["access", "manage"]),
    Column::bool("access_map_roles", "Whether the client may assign roles to the user; NULL if not reported")
        .from_attribute(&["access", "mapRoles"]),
    Column::bool(
        "access_manage_group_membership",
        "Whether the client may change the user's groups; NULL if not reported",
    )
    .from_attribute(&["access", "manageGroupMembership"]),
    Column::bool("access_impersonate", "Whether the client may act as the user; NULL if not reported")
        .from_attribute(&["access", "impersonate"]),
];

//! The objects of Keycloak's Admin REST API, each declared in a module of its own.

mod admin_event;
mod authentication_execution;
mod authentication_flow;
mod client;
mod client_offline_session;
mod client_role;
mod client_role_composite;
mod client_scope;
mod client_session;
mod client_session_count;
mod component;
mod event;
mod events_config;
mod group;
mod group_member;
mod identity_provider;
mod identity_provider_mapper;
mod identity_provider_user;
mod organization;
mod organization_member;
mod realm;
mod required_action;
mod role;
mod role_composite;
mod role_group;
mod user;
mod user_attribute;
mod user_client_role;
mod user_consent;
mod user_credential;
mod user_federated_identity;
mod user_realm_role;
mod user_required_action;
mod user_session;

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::Column;

/// All objects, ordered by name.
pub const ALL: &[Object] = &[
    admin_event::OBJECT,
    authentication_execution::OBJECT,
    authentication_flow::OBJECT,
    client::OBJECT,
    client_offline_session::OBJECT,
    client_role::OBJECT,
    client_role_composite::OBJECT,
    client_scope::OBJECT,
    client_session::OBJECT,
    client_session_count::OBJECT,
    component::OBJECT,
    event::OBJECT,
    events_config::OBJECT,
    group::OBJECT,
    group_member::OBJECT,
    identity_provider::OBJECT,
    identity_provider_mapper::OBJECT,
    identity_provider_user::OBJECT,
    organization::OBJECT,
    organization_member::OBJECT,
    realm::OBJECT,
    required_action::OBJECT,
    role::OBJECT,
    role_composite::OBJECT,
    role_group::OBJECT,
    user::OBJECT,
    user_attribute::OBJECT,
    user_client_role::OBJECT,
    user_consent::OBJECT,
    user_credential::OBJECT,
    user_federated_identity::OBJECT,
    user_realm_role::OBJECT,
    user_required_action::OBJECT,
    user_session::OBJECT,
];

/// Page size. Keycloak has no maximum, but the time that it needs for a page of users grows faster than the page: for
/// 3,000 users it needed 1.6 s in pages of 200, and 2.3 s in pages of 100 or 500.
const PAGE: u16 = 200;

/// What the realm records of events.
const EVENTS_CONFIG: &str = "/admin/realms/{realm}/events/config";

/// Advice after the status 403 on the endpoints of users, groups and members.
const VIEW_USERS: &str = "the service account of the client needs the role view-users of the client realm-management";

/// Advice after the status 403 on the endpoints of roles and of settings.
const VIEW_REALM: &str = "the service account of the client needs the role view-realm of the client realm-management";

/// Advice after the status 403 on the endpoints of the users of roles of the realm.
const VIEW_REALM_AND_USERS: &str =
    "the service account of the client needs the roles view-realm and view-users of the client realm-management";

/// Advice after the status 403 on the endpoints of the users of roles of clients.
const VIEW_CLIENTS_AND_USERS: &str =
    "the service account of the client needs the roles view-clients and view-users of the client realm-management";

/// Advice after the status 403 on the endpoints of clients.
const VIEW_CLIENTS: &str =
    "the service account of the client needs the role view-clients of the client realm-management";

/// Advice after the status 403 on the endpoints of events.
const VIEW_EVENTS: &str = "the service account of the client needs the role view-events of the client realm-management";

/// Advice after the status 403 on the endpoints of identity providers.
const VIEW_IDENTITY_PROVIDERS: &str =
    "the service account of the client needs the role view-identity-providers of the client realm-management";

/// Advice after the status 403 on the endpoints of organizations.
const VIEW_ORGANIZATIONS: &str = "the service account of the client needs the role view-organizations of the client \
                                  realm-management, or manage-realm on servers that do not have that role";

/// The key column of objects that belong to a client.
const CLIENT_UUID: Column = Column::key("client_uuid", "Id of the client in the Admin API (`client.id`)");

/// A key column, followed by other columns. `M` is `N + 1`.
const fn with_key<const N: usize, const M: usize>(key: Column, others: &[Column; N]) -> [Column; M] {
    assert!(M == N + 1);
    let mut columns = [key; M];
    let mut at = 0;
    while at < N {
        columns[at + 1] = others[at];
        at += 1;
    }
    columns
}

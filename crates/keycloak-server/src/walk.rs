//! Lists of everything of a kind, as the truth that tests compare with.
//!
//! Each list is read without any filter, and each child below its own parent, whatever that costs.

use std::fmt::Write as _;

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::Admin;

/// Number of requests at the same time, where a list needs one for each parent.
const THREADS: usize = 4;

/// A row, and the id or name of its parent.
pub type Child = (String, Value);

/// Everything in a realm.
pub struct Realm<'a> {
    admin: &'a Admin,
    name: String,
}

impl Admin {
    /// Everything in a realm.
    pub fn realm(&self, name: &str) -> Realm<'_> {
        Realm { admin: self, name: name.to_owned() }
    }
}

impl Realm<'_> {
    /// The realm itself.
    pub fn properties(&self) -> Result<Value> {
        self.admin.get(&self.name)
    }

    /// All rows at a path below the realm.
    pub fn rows(&self, path: &str) -> Result<Vec<Value>> {
        self.admin.list(&format!("{}/{path}", self.name))
    }

    /// All rows below each parent, in the order of the parents. `path` is that of a parent, which `key` of its row
    /// completes.
    fn below(&self, parents: &[Value], path: &str, key: &str, rest: &str) -> Result<Vec<Child>> {
        let of_one = |parent: &Value| -> Result<Vec<Child>> {
            let key = text(parent, key)?;
            let rows = self.rows(&format!("{path}/{}/{rest}", segment(&key)))?;
            Ok(rows.into_iter().map(|row| (key.clone(), row)).collect())
        };
        let of_some = |parents: &[Value]| -> Result<Vec<Vec<Child>>> { parents.iter().map(of_one).collect() };
        let parts: Vec<_> = std::thread::scope(|scope| {
            let chunks = parents.chunks(parents.len().div_ceil(THREADS).max(1));
            let threads: Vec<_> = chunks.map(|chunk| scope.spawn(move || of_some(chunk))).collect();
            threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a request panicked"))?).collect()
        });
        let parts: Vec<Vec<Vec<Child>>> = parts.into_iter().collect::<Result<_>>()?;
        Ok(parts.into_iter().flatten().flatten().collect())
    }

    /// All users except the accounts of clients.
    ///
    /// They are read in pages, unlike all else, because the time that Keycloak needs for a page grows with the square
    /// of its length: it gives up on ten thousand users in one page.
    pub fn users(&self) -> Result<Vec<Value>> {
        let mut users = Vec::new();
        loop {
            let page = self.rows(&format!("users?first={}&max=100&briefRepresentation=false", users.len()))?;
            if page.is_empty() {
                return Ok(users);
            }
            users.extend(page);
        }
    }

    /// The accounts of clients.
    pub fn service_accounts(&self) -> Result<Vec<Value>> {
        let mut accounts = Vec::new();
        for client in self.clients()?.iter().filter(|client| client["serviceAccountsEnabled"] == true) {
            let path = format!("{}/clients/{}/service-account-user", self.name, text(client, "id")?);
            accounts.push(self.admin.get(&path)?);
        }
        Ok(accounts)
    }

    /// All groups, each after its parent.
    pub fn groups(&self) -> Result<Vec<Value>> {
        let mut groups = Vec::new();
        let mut waiting = self.rows("groups?max=-1&briefRepresentation=false")?;
        waiting.reverse();
        while let Some(group) = waiting.pop() {
            let path = format!("groups/{}/children?max=-1&briefRepresentation=false", text(&group, "id")?);
            waiting.extend(self.rows(&path)?.into_iter().rev());
            groups.push(group);
        }
        Ok(groups)
    }

    /// The direct members of each group, with the group's id.
    pub fn members(&self) -> Result<Vec<Child>> {
        self.below(&self.groups()?, "groups", "id", "members?max=-1&briefRepresentation=true")
    }

    /// The roles of the realm.
    pub fn roles(&self) -> Result<Vec<Value>> {
        self.rows("roles?briefRepresentation=false")
    }

    /// The roles of each client, with the client's id.
    pub fn client_roles(&self) -> Result<Vec<Child>> {
        self.below(&self.clients()?, "clients", "id", "roles?briefRepresentation=false")
    }

    /// All roles, of the realm and of its clients.
    fn all_roles(&self) -> Result<Vec<Value>> {
        let mut roles = self.roles()?;
        roles.extend(self.client_roles()?.into_iter().map(|(_, role)| role));
        Ok(roles)
    }

    /// The roles that each role directly contains, with the id of the role that contains them.
    pub fn composites(&self) -> Result<Vec<Child>> {
        self.below(&self.all_roles()?, "roles-by-id", "id", "composites")
    }

    /// The users, accounts of clients among them, who directly have each role of the realm, with the role's name.
    pub fn role_users(&self) -> Result<Vec<Child>> {
        self.below(&self.roles()?, "roles", "name", "users?max=-1&briefRepresentation=true")
    }

    /// The groups that have each role of the realm, with the role's name.
    pub fn role_groups(&self) -> Result<Vec<Child>> {
        self.below(&self.roles()?, "roles", "name", "groups?max=-1")
    }

    /// The roles of the realm that each user and each account directly has, with the user's id.
    pub fn user_roles(&self) -> Result<Vec<Child>> {
        let mut users = self.users()?;
        users.extend(self.service_accounts()?);
        self.below(&users, "users", "id", "role-mappings/realm")
    }

    /// The groups of each user, with the user's id.
    pub fn user_groups(&self) -> Result<Vec<Child>> {
        self.below(&self.users()?, "users", "id", "groups")
    }

    /// The identities of each user at identity providers, with the user's id.
    pub fn federated_identities(&self) -> Result<Vec<Child>> {
        self.below(&self.users()?, "users", "id", "federated-identity")
    }

    /// The credentials of each user, with the user's id.
    pub fn credentials(&self) -> Result<Vec<Child>> {
        self.below(&self.users()?, "users", "id", "credentials")
    }

    /// The consents of each user, with the user's id.
    pub fn consents(&self) -> Result<Vec<Child>> {
        self.below(&self.users()?, "users", "id", "consents")
    }

    /// The users who directly have each role of each client, with the client's id, the role's name, and the user.
    pub fn client_role_users(&self) -> Result<Vec<(String, String, Value)>> {
        self.of_client_roles("users?max=-1&briefRepresentation=true")
    }

    /// The roles that each role of each client directly contains, with the client's id and the composite role's name.
    pub fn client_role_composites(&self) -> Result<Vec<(String, String, Value)>> {
        self.of_client_roles("composites")
    }

    fn of_client_roles(&self, rest: &str) -> Result<Vec<(String, String, Value)>> {
        let mut found = Vec::new();
        for (client, role) in self.client_roles()? {
            let name = text(&role, "name")?;
            let rows = self.rows(&format!("clients/{client}/roles/{}/{rest}", segment(&name)))?;
            found.extend(rows.into_iter().map(|row| (client.clone(), name.clone(), row)));
        }
        Ok(found)
    }

    /// The roles that each role of the realm directly contains, with the name of the role that contains them.
    pub fn role_composites(&self) -> Result<Vec<Child>> {
        self.below(&self.roles()?, "roles", "name", "composites")
    }

    /// The steps of each authentication flow at the top level, with the flow's alias.
    pub fn executions(&self) -> Result<Vec<Child>> {
        self.below(&self.flows()?, "authentication/flows", "alias", "executions")
    }

    /// The mappers of each identity provider, with the provider's alias.
    pub fn identity_provider_mappers(&self) -> Result<Vec<Child>> {
        self.below(&self.identity_providers()?, "identity-provider/instances", "alias", "mappers")
    }

    /// The sessions of each user, with the user's id.
    pub fn sessions(&self) -> Result<Vec<Child>> {
        self.below(&self.users()?, "users", "id", "sessions")
    }

    /// The sessions at each client, with the client's id.
    pub fn client_sessions(&self) -> Result<Vec<Child>> {
        self.below(&self.clients()?, "clients", "id", "user-sessions?max=-1")
    }

    /// The offline sessions at each client, with the client's id.
    pub fn offline_sessions(&self) -> Result<Vec<Child>> {
        self.below(&self.clients()?, "clients", "id", "offline-sessions?max=-1")
    }

    /// The numbers of sessions at clients that have any.
    pub fn session_numbers(&self) -> Result<Vec<Value>> {
        self.rows("client-session-stats")
    }

    /// All clients.
    pub fn clients(&self) -> Result<Vec<Value>> {
        self.rows("clients")
    }

    /// All client scopes.
    pub fn client_scopes(&self) -> Result<Vec<Value>> {
        self.rows("client-scopes")
    }

    /// All identity providers.
    pub fn identity_providers(&self) -> Result<Vec<Value>> {
        self.rows("identity-provider/instances?max=-1")
    }

    /// All organizations.
    pub fn organizations(&self) -> Result<Vec<Value>> {
        self.rows("organizations?max=-1&briefRepresentation=false")
    }

    /// The members of each organization, with the organization's id.
    pub fn organization_members(&self) -> Result<Vec<Child>> {
        self.below(&self.organizations()?, "organizations", "id", "members?max=-1&briefRepresentation=true")
    }

    /// All authentication flows at the top level.
    pub fn flows(&self) -> Result<Vec<Value>> {
        self.rows("authentication/flows")
    }

    /// The required actions that the realm knows.
    pub fn required_actions(&self) -> Result<Vec<Value>> {
        self.rows("authentication/required-actions")
    }

    /// All components.
    pub fn components(&self) -> Result<Vec<Value>> {
        self.rows("components")
    }

    /// What the realm keeps of events.
    pub fn events_config(&self) -> Result<Value> {
        self.admin.get(&format!("{}/events/config", self.name))
    }

    /// All login events, newest first.
    pub fn events(&self) -> Result<Vec<Value>> {
        self.rows("events?max=-1")
    }

    /// All changes by the Admin API, newest first.
    pub fn admin_events(&self) -> Result<Vec<Value>> {
        self.rows("admin-events?max=-1")
    }
}

/// A value in a row that has to be a string.
fn text(row: &Value, key: &str) -> Result<String> {
    row[key].as_str().map(str::to_owned).with_context(|| format!("no {key} in {row}"))
}

/// A text as one segment of a path.
pub fn segment(text: &str) -> String {
    text.bytes().fold(String::new(), |mut path, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => path.push(byte.into()),
            // Writing to a string does not fail.
            _ => _ = write!(path, "%{byte:02X}"),
        }
        path
    })
}

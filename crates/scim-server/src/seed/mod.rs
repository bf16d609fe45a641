//! The seed: users and groups of every kind, created over SCIM itself. Their content follows from their index, and the
//! servers give the same ids and times in every run.

mod groups;
mod names;
mod users;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::Client;

/// The schema of the enterprise extension of users.
pub const ENTERPRISE_USER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// The schema of an extension of users that no standard knows. It has an attribute with the same name as one of the
/// enterprise extension, `department`.
pub const ACME_USER: &str = "urn:acme:params:scim:schemas:extension:acme:2.0:User";

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// Number of operations in a bulk request. SCIMMY needs time that grows with its square.
const BATCH: usize = 50;

/// How much is seeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Number of users. A few hundred are needed for every combination of attributes to exist.
    pub users: usize,
    /// Number of groups. A dozen are needed for every kind to exist.
    pub groups: usize,
}

impl Default for Size {
    fn default() -> Self {
        Size { users: 300, groups: 40 }
    }
}

impl Size {
    /// Numbers that are not multiples of ten. The component takes a total that is one for the possible size of a page, and
    /// asks for another page.
    pub const UNEVEN: Size = Size { users: 312, groups: 42 };

    /// This number of users, and as many groups as by default.
    pub fn of_users(users: usize) -> Size {
        Size { users, ..Size::default() }
    }
}

/// Creates the users and the groups. Each refers only to those that exist before it.
pub(crate) fn run(client: &Client, size: Size) -> Result<()> {
    let mut users: Vec<Member> = Vec::new();
    while users.len() < size.users {
        let batch = users.len()..(users.len() + BATCH).min(size.users);
        let resources: Vec<Value> = batch.map(|index| users::user(index, &users)).collect();
        users.extend(create(client, "Users", resources)?);
    }
    let mut groups: Vec<Member> = Vec::new();
    while groups.len() < size.groups {
        let batch = groups.len()..(groups.len() + groups::BATCH).min(size.groups);
        let resources: Vec<Value> = batch.map(|index| groups::group(index, &users, &groups)).collect();
        groups.extend(create(client, "Groups", resources)?);
    }
    Ok(())
}

/// What a group knows of a member.
struct Member {
    id: String,
    location: String,
    display: String,
}

/// Creates resources with a bulk request.
fn create(client: &Client, endpoint: &str, resources: Vec<Value>) -> Result<Vec<Member>> {
    let path = format!("/{endpoint}");
    let operation = |(index, resource): (usize, &Value)| {
        let bulk_id = index.to_string();
        json!({ "method": "POST", "bulkId": bulk_id, "path": path, "data": resource })
    };
    let operations: Vec<Value> = resources.iter().enumerate().map(operation).collect();
    let schemas = ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"];
    let answer = client.create("Bulk", &json!({ "schemas": schemas, "Operations": operations }))?;
    let results = answer["Operations"].as_array().map(Vec::as_slice).unwrap_or_default();
    ensure!(
        results.len() == resources.len(),
        "{} of {} resources are created: {answer}",
        results.len(),
        resources.len()
    );
    results.iter().zip(&resources).map(|(result, resource)| created(result, resource)).collect()
}

fn created(result: &Value, resource: &Value) -> Result<Member> {
    let location = result["location"].as_str().filter(|_| result["status"] == "201");
    let location = location.with_context(|| format!("{resource} is not created: {result}"))?.to_owned();
    let id = location.rsplit('/').next().unwrap_or_default().to_owned();
    let display = resource["displayName"].as_str().or(resource["userName"].as_str()).unwrap_or_default().to_owned();
    Ok(Member { id, location, display })
}

/// A number below `limit` that depends on all arguments.
fn number(kind: &str, index: usize, limit: usize) -> usize {
    let hash = Sha256::digest(format!("{kind}/{index}"));
    usize::from(u16::from_be_bytes([hash[0], hash[1]])) % limit.max(1)
}

/// An element that depends on a number.
fn pick<'a>(kind: &str, index: usize, from: &[&'a str]) -> &'a str {
    from[number(kind, index, from.len())]
}

/// An object without the attributes that are null.
fn without_nulls(mut object: Value) -> Value {
    if let Some(attributes) = object.as_object_mut() {
        attributes.retain(|_, value| !value.is_null());
    }
    object
}

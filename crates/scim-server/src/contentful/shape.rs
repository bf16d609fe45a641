//! The form of Contentful's resources and lists, and its filters.

use serde_json::{Map, Value, json};

use super::ORG;

/// The kinds of resources. A group is a team at Contentful.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    User,
    Group,
}

impl Kind {
    /// The kind of an endpoint. There are none for discovery.
    pub(super) fn of(endpoint: &str) -> Option<Kind> {
        [Kind::User, Kind::Group].into_iter().find(|kind| kind.endpoint() == endpoint)
    }

    pub(super) fn endpoint(self) -> &'static str {
        match self {
            Kind::User => "Users",
            Kind::Group => "Groups",
        }
    }

    /// Whether Contentful documents a filter: equality of the user name or of the group's name.
    pub(super) fn has_filter(self, filter: &str) -> bool {
        let attribute = match self {
            Kind::User => "userName",
            Kind::Group => "displayName",
        };
        let mut parts = filter.trim().splitn(3, ' ');
        let [name, operator, value] = std::array::from_fn(|_| parts.next().unwrap_or_default());
        let is_string = serde_json::from_str::<Value>(value).is_ok_and(|value| value.is_string());
        name.eq_ignore_ascii_case(attribute) && operator.eq_ignore_ascii_case("eq") && is_string
    }

    /// A list as Contentful's examples show it: with numbers as strings.
    pub(super) fn list(self, list: &Value, start: i64) -> Value {
        let total = list["totalResults"].as_i64().unwrap_or_default();
        // A server may answer the first page instead of none.
        let rows = list["Resources"].as_array().filter(|_| start <= total).map(Vec::as_slice).unwrap_or_default();
        let mut out = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": total.to_string(),
            "startIndex": start.to_string(),
            "itemsPerPage": rows.len().to_string(),
        });
        if !rows.is_empty() {
            out["Resources"] = rows.iter().map(|row| self.resource(row)).collect();
        }
        out
    }

    /// A resource with the attributes that Contentful documents. Others are not kept.
    pub(super) fn resource(self, resource: &Value) -> Value {
        let mut out = match self {
            Kind::User => user(resource),
            Kind::Group => group(resource),
        };
        out["meta"] = self.meta(resource);
        out
    }

    fn meta(self, resource: &Value) -> Value {
        let (name, id) = match self {
            Kind::User => ("User", &resource["id"]),
            Kind::Group => ("Group", &resource["id"]),
        };
        // Another path than that of the request.
        let path = format!("organizations/{ORG}/scim/v2/{}/{}", self.endpoint(), id.as_str().unwrap_or_default());
        json!({
            "resourceType": name,
            "created": in_seconds(&resource["meta"]["created"]),
            "lastModified": in_seconds(&resource["meta"]["lastModified"]),
            "location": format!("https://api.contentful.com/{path}"),
        })
    }
}

/// A user. The only e-mail address at Contentful is the user name.
fn user(user: &Value) -> Value {
    let mut out = kept(user, &["id", "userName", "active"]);
    out["schemas"] = json!(["urn:ietf:params:scim:schemas:core:2.0:User"]);
    out["name"] = kept(&user["name"], &["givenName", "familyName"]);
    out["emails"] = json!([{ "value": user["userName"], "type": "work", "primary": true }]);
    out
}

/// A group. Its members are users, because a team at Contentful contains no teams.
fn group(group: &Value) -> Value {
    let mut out = kept(group, &["id", "displayName"]);
    out["schemas"] = json!(["urn:ietf:params:scim:schemas:core:2.0:Group"]);
    if let Some(members) = group["members"].as_array() {
        let users = members.iter().filter(|member| member["type"] != "Group");
        out["members"] = users.map(|member| kept(member, &["value", "display"])).collect();
    }
    out
}

/// The attributes of an object with these names, if it has them.
fn kept(object: &Value, names: &[&str]) -> Value {
    let has = |name: &&str| Some(((*name).to_owned(), object.get(*name)?.clone()));
    names.iter().filter_map(has).collect::<Map<_, _>>().into()
}

/// A time without fractions of a second.
fn in_seconds(time: &Value) -> Value {
    let text = time.as_str().unwrap_or_default();
    text.split_once('.').map_or_else(|| text.to_owned(), |(seconds, _)| format!("{seconds}Z")).into()
}

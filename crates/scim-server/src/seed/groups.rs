//! Groups: empty ones, large ones, and groups within groups.

use serde_json::{Value, json};

use super::names::GROUPS;
use super::{GROUP, Member, number, without_nulls};

/// Number of groups in a bulk request. Those with users and groups among their members come after their own members.
pub(super) const BATCH: usize = 3;

/// Maximum number of members, so that a bulk request is not too large for the servers.
const MOST: usize = 2000;

/// The group with this index. Groups among its members are those that already exist.
pub(super) fn group(index: usize, users: &[Member], groups: &[Member]) -> Value {
    without_nulls(json!({
        "schemas": [GROUP],
        "externalId": index.is_multiple_of(3).then(|| format!("group-{index}")),
        "displayName": GROUPS.get(index).map_or_else(|| format!("Team {index:03}"), |name| (*name).to_owned()),
        "members": members(index, users, groups),
    }))
}

fn members(index: usize, users: &[Member], groups: &[Member]) -> Option<Value> {
    let user = |member: &Member| entry("User", member);
    let group = |member: &Member| entry("Group", member);
    Some(match index {
        0 => users.iter().take(MOST).map(user).collect(),
        1 => return None,
        2 => json!([]),
        // Groups within a group, and then this one within another, together with users.
        3 => groups.iter().map(group).collect(),
        7 => users.iter().take(3).map(user).chain(groups.iter().skip(3).take(1).map(group)).collect(),
        _ if index.is_multiple_of(8) => return None,
        _ => some(index, users).into_iter().map(user).collect(),
    })
}

/// One to 30 users, none of them twice.
fn some(index: usize, users: &[Member]) -> Vec<&Member> {
    let count = (1 + number("members", index, 30)).min(users.len());
    let first = number("first member", index, users.len());
    users.iter().cycle().skip(first).take(count).collect()
}

fn entry(kind: &str, member: &Member) -> Value {
    json!({ "value": member.id, "$ref": member.location, "display": member.display, "type": kind })
}

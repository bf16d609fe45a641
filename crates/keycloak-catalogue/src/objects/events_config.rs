//! What the realm records of events.

use super::{EVENTS_CONFIG, VIEW_EVENTS};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object =
    Object::new("events_config", "What the realm records of events: one row.", COLUMNS, ACCESS_PATHS)
        .with_primary_key(&[])
        .with_needed_permission(VIEW_EVENTS);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object(EVENTS_CONFIG)];

const COLUMNS: &[Column] = &[
    Column::bool("events_enabled", "Whether events of users are saved").from_attribute(&["eventsEnabled"]),
    Column::integer("events_expiration", "Seconds after which events of users are deleted; NULL or 0 if never")
        .from_attribute(&["eventsExpiration"]),
    Column::json("events_listeners", "Names of the listeners of events, an array").from_attribute(&["eventsListeners"]),
    Column::json("enabled_event_types", "Types of the events of users that are saved, an array")
        .from_attribute(&["enabledEventTypes"]),
    Column::bool("admin_events_enabled", "Whether events of administrators are saved")
        .from_attribute(&["adminEventsEnabled"]),
    Column::bool("admin_events_details_enabled", "Whether they are saved with what was sent")
        .from_attribute(&["adminEventsDetailsEnabled"]),
];

//! The switches without which certain writes are not sent.

use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};

/// Whether writes that move money are sent.
pub const BILLING_WRITES: OptionSpec = OptionSpec {
    name: "billing_writes",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` allows writes that change what users and organizations pay: credits, prices, discounts, free \
              trials and the ends of subscriptions",
};

/// Whether writes that change the settings of the instance are sent.
pub const INSTANCE_WRITES: OptionSpec = OptionSpec {
    name: "instance_writes",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` allows writes that change the settings of the Clerk instance",
};

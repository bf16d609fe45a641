//! What is the same for every scan of a table: the provider, and what the options say.

use alloc::string::String;

use crate::auth::{Auth, Credentials};
use crate::catalogue::Catalogue;
use crate::error::Fail;
use crate::host::Host;
use crate::options;
use crate::plan::Settings;
use crate::qual::Reading;

/// What a component is made for.
pub struct Provider {
    /// Its API.
    pub catalogue: &'static Catalogue,
    /// The way in.
    pub auth: &'static dyn Auth,
}

/// What the options say, and the way in: the same for every scan of a table.
pub struct Setting {
    /// The API.
    pub catalogue: &'static Catalogue,
    /// The base url, without a slash at its end.
    pub base_url: String,
    /// The way in.
    pub credentials: Credentials,
    /// What is said of planning.
    pub plan: Settings,
    /// Whether the host's counters are told.
    pub counts_stats: bool,
    /// Whether the user is told of each request.
    pub tells_requests: bool,
    /// How many objects may be asked for the rows under each.
    pub max_parents: usize,
    /// Bytes of rows to keep.
    pub replay_budget: usize,
}

impl Setting {
    /// Reads and checks every option, and finds the secret.
    pub fn read(provider: &Provider, host: &mut dyn Host) -> Result<Setting, Fail> {
        let base_url = options::api_url(host, provider.catalogue.api_url)?;
        let reading = Reading { column_first: options::switch(host, "column_first")?, leaves_params: false };
        let plan = Settings { reading, top_n: options::switch(host, "top_n")? };
        let counts_stats = options::switch(host, "stats")?;
        let tells_requests = options::switch(host, "debug")?;
        let max_parents = options::max_parents(host)?;
        let replay_budget = options::replay_budget(host)?;
        let mut credentials = provider.auth.credentials(host)?;
        for (name, value) in provider.catalogue.headers {
            credentials.headers.push((String::from(*name), String::from(*value)));
        }
        let catalogue = provider.catalogue;
        Ok(Setting { catalogue, base_url, credentials, plan, counts_stats, tells_requests, max_parents, replay_budget })
    }
}

//! How an API can page its lists, which it says itself. It is asked once for a plan node, and only if a list has more than
//! one page, so that short lists take a single request.

use crate::catalogue::pagination::{Capabilities, OrderFormat, PageFormat, Pagination};
use crate::client::target::Target;
use crate::host::Host;
use crate::json;

use super::list::ListReader;
use super::{ApiContext, Scan};

/// How lists that are declared as paged by position are read.
#[derive(Clone, Copy)]
pub enum Paging {
    /// As declared.
    Declared,
    /// By position, sorted by a unique key: otherwise two pages may have different orders.
    Sorted(&'static Capabilities),
    /// By cursor.
    Cursor(&'static Capabilities),
}

impl Paging {
    /// The target of a list, and its pagination.
    pub(super) fn apply(self, mut target: Target, declared: Pagination, format: &PageFormat) -> (Target, Pagination) {
        let Pagination::Position { max } = declared else { return (target, declared) };
        match self {
            Paging::Declared => (target, declared),
            Paging::Sorted(Capabilities { unique_key, .. }) => {
                match format.order {
                    OrderFormat::Signed(name) => target.push(name, &format!("+{unique_key}")),
                    OrderFormat::Separate { key, direction, ascending, .. } => {
                        target.push(key, unique_key);
                        target.push(direction, ascending);
                    }
                }
                (target, declared)
            }
            Paging::Cursor(Capabilities { cursor, next, .. }) => {
                (target, Pagination::Cursor { max, parameter: cursor, next })
            }
        }
    }
}

impl Scan {
    /// After the first page of a list that has more pages: asks the API how it can page the list, unless this is known.
    /// Returns whether there is a better way, so that the list has to be read from its beginning.
    pub(super) fn improves_paging(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> bool {
        let format = &api.catalogue.pages;
        let Some(capabilities) = format.capabilities else { return false };
        let Some(list) = &self.list else { return false };
        let is_by_position = matches!(self.plan.pagination, Pagination::Position { .. });
        // A shorter first page suffices for a query with LIMIT.
        let is_whole_page = self.plan.first_page == self.plan.pagination.max();
        let has_more =
            list.reader.pages() == 1 && list.reader.next_request().is_some() && !list.reader.may_have_ended();
        if api.paging.is_some() || !is_by_position || !is_whole_page || !has_more {
            return false;
        }
        let paging = self.ask(api, host, capabilities);
        api.paging = Some(paging);
        let Some(list) = &mut self.list else { return false };
        let (target, pagination) = paging.apply(list.reader.list_target(), self.plan.pagination, format);
        if matches!(paging, Paging::Declared) {
            return false;
        }
        list.reader = ListReader::new(target, pagination, format.last_page, self.plan.first_page);
        true
    }

    /// Asks the API how it can page lists. If it does not answer, they are paged as declared.
    fn ask(&mut self, api: &mut ApiContext, host: &mut dyn Host, capabilities: &'static Capabilities) -> Paging {
        let target = Target::new(capabilities.endpoint, &|name| api.settings.endpoint_value(name));
        let started = host.now();
        let Ok(body) = api.client.get(host, &target, &mut self.waited) else { return Paging::Declared };
        self.statistics.bytes_in += body.len() as i64;
        self.report_request(api, host, &target, "what the API supports", started);
        let says =
            |path: &[&str]| path.iter().try_fold(body.trim(), |object, key| json::member(object, key)) == Some("true");
        match () {
            () if says(capabilities.has_cursors) => Paging::Cursor(capabilities),
            () if says(capabilities.sorts) => Paging::Sorted(capabilities),
            () => Paging::Declared,
        }
    }
}

//! How an API can page its lists, which it says itself. It is asked once for a plan node, and only if a list has more than
//! one page, so that short lists take a single request.

use crate::catalogue::pagination::{Capabilities, PageFormat, Pagination};
use crate::client::error::RequestError;
use crate::client::target::Target;
use crate::host::Host;
use crate::json;

use super::fingerprints::FingerprintSet;
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
                for (name, value) in format.order.parameters(unique_key, false) {
                    target.push(name, &value);
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
    /// Before the second page of a list: decides how the list is paged. If that differs from how its first page was read, the
    /// list is read again from its beginning, and the rows of the first page are skipped.
    pub(super) fn choose_paging(&mut self, api: &mut ApiContext, host: &mut dyn Host) {
        let format = &api.catalogue.pages;
        let Some(capabilities) = format.capabilities else { return };
        let Some(list) = &self.list else { return };
        if list.reader.pages() != 1 || !list.reader.is_by_position() || list.reader.may_have_ended() {
            return;
        }
        let paging = match api.paging {
            // The API has sent a cursor, whatever it says.
            _ if list.reader.has_cursor() => Paging::Cursor(capabilities),
            None => self.ask(api, host, capabilities),
            // The list has been opened in this way.
            Some(_) => return,
        };
        api.paging = Some(paging);
        let Some(list) = &mut self.list else { return };
        if matches!(paging, Paging::Declared) {
            return;
        }
        let (target, pagination) = paging.apply(list.reader.declared_target(), self.plan.pagination, format);
        let reader = ListReader::new(target, pagination, format.last_page, None);
        let declared = std::mem::replace(&mut list.reader, reader);
        let known_rows = self.known_rows.get_or_insert_with(FingerprintSet::default);
        for row in declared.first_rows() {
            known_rows.insert(*row);
        }
        list.declared = Some(declared);
    }

    /// Goes on reading the list as declared, if the API refuses the order or the cursor that it has announced. Returns whether
    /// it does; if not, the error has another reason.
    pub(super) fn returns_to_declared_paging(
        &mut self,
        api: &mut ApiContext,
        host: &mut dyn Host,
        error: &RequestError,
    ) -> bool {
        let is_refused = error.failure.has_status(api.catalogue.errors.unsupported);
        let Some(list) = self.list.as_mut().filter(|list| is_refused && list.reader.pages() == 0) else { return false };
        let Some(declared) = list.declared.take() else { return false };
        list.reader = declared;
        api.paging = Some(Paging::Declared);
        let object = self.plan.object.name;
        host.notice(&format!("{object}: {error}: {}; the list is read in the order that it has", error.failure));
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
        if says(capabilities.has_cursors) {
            Paging::Cursor(capabilities)
        } else if says(capabilities.sorts) {
            Paging::Sorted(capabilities)
        } else {
            Paging::Declared
        }
    }
}

//! The requests of a scan, and what becomes of their answers.

use std::fmt::Write;

use crate::catalogue::pagination::Pagination;
use crate::client::error::RequestError;
use crate::client::target::Target;
use crate::host::Host;
use crate::json::{number, raw_string};
use crate::reader::page::{AnswerShape, Page, Unreadable};

use super::error::{Error, ListChanged};
use super::pager::{PageRequest, Shortfall};
use super::{ApiContext, Scan};

impl Scan {
    /// Sends a request; no body where no object has the key in the path.
    pub(super) fn get(
        &mut self,
        api: &mut ApiContext,
        host: &mut dyn Host,
        target: &Target,
    ) -> Result<Option<String>, RequestError> {
        match api.client.get(host, target, &mut self.waited) {
            Ok(body) => {
                self.statistics.bytes_in += body.len() as i64;
                Ok(Some(body))
            }
            Err(error) if error.failure.is_unknown_id() && !self.plan.keys.is_empty() => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn unreadable(&self, api: &ApiContext, target: Target, reason: Unreadable, body: &str) -> Error {
        // Half an answer may hold what its rows never show.
        let shown = if self.plan.object.secrets.is_empty() { body } else { "***" };
        let body = api.client.secrets.redact(shown);
        Error::Unreadable { object: self.plan.object, target, reason, body }
    }

    /// Reports a request, where the option `debug` asks for it. `found` says what it brought.
    pub(super) fn report(&self, api: &ApiContext, host: &mut dyn Host, target: &Target, found: &str, started: i64) {
        if api.settings.reports_requests {
            let seconds = host.now() - started;
            let mut text = format!("{}: GET {target}: {found}, {seconds} s", self.plan.object.name);
            for qual in &self.plan.quals {
                let _ = write!(text, "; {qual}");
            }
            host.notice(&text);
        }
    }

    /// Reads a page of the list.
    pub(super) fn read_page(
        &mut self,
        api: &mut ApiContext,
        host: &mut dyn Host,
        request: PageRequest,
    ) -> Result<(), Error> {
        let object = self.plan.object;
        let Some(list) = &self.list else { return Ok(()) };
        let target = list.reader.target(request, &api.catalogue.pages);
        let started = host.now();
        let answer = self.get(api, host, &target);
        let Some(list) = &mut self.list else { return Ok(()) };
        let body = match answer {
            Ok(Some(body)) => body,
            Ok(None) => {
                list.reader.finish();
                self.report(api, host, &target, "0 rows", started);
                return Ok(());
            }
            Err(error) if list.reader.step_back_after(request, &error) => return Ok(()),
            Err(source) => return Err(Error::Request { object, source }),
        };
        let shape = self.answer_shape(api);
        let (projection, identity) = self.layout.of_elements();
        let mut page = match Page::read(body, &shape, projection) {
            Ok(page) => page,
            Err((reason, body)) => return Err(self.unreadable(api, target, reason, &body)),
        };
        self.report(api, host, &target, &format!("{} rows", page.rows()), started);
        let fingerprints = page.fingerprints(identity);
        let Some(list) = &mut self.list else { return Ok(()) };
        match list.reader.accept(&mut page, &fingerprints, identity) {
            Ok(Some(fresh)) => self.take(api, host, page, &fingerprints, fresh),
            Ok(None) => {}
            Err(ListChanged) => return Err(Error::ListChanged { object }),
        }
        Ok(())
    }

    fn answer_shape(&self, api: &ApiContext) -> AnswerShape {
        let format = &api.catalogue.pages;
        AnswerShape {
            is_single: self.plan.access.pagination == Pagination::Single,
            list: self.plan.access.list.unwrap_or(format.list),
            omits_empty_list: format.omits_empty_list,
            total: format.total,
            next_cursor: match self.plan.pagination {
                Pagination::Cursor { next, .. } => Some(next),
                _ => None,
            },
        }
    }

    /// Takes the new rows of a page.
    fn take(
        &mut self,
        api: &ApiContext,
        host: &mut dyn Host,
        mut page: Page,
        fingerprints: &[u64],
        mut fresh: Vec<u32>,
    ) {
        self.warn_of_shortfall(api, host);
        self.cut_at_bound(host, &page, &mut fresh);
        if let Some(seen) = &mut self.seen {
            let (_, identity) = self.layout.of_elements();
            fresh.retain(|row| {
                let row = *row as usize;
                !page.has_identity(row, identity) || seen.insert(fingerprints.get(row).copied().unwrap_or(0))
            });
        }
        if let Some(owners) = &self.layout.owners {
            page = page.into_parts(&fresh, owners.parts, owners.id, owners.shape, &self.layout.projection);
            fresh = (0..page.rows() as u32).collect();
        }
        self.statistics.rows_in += fresh.len() as i64;
        fresh.reverse();
        self.fresh = fresh;
        self.page = Some(page);
        self.replay.begin_page();
    }

    /// Ends a list that is read with the newest rows first at the first row below the bound.
    fn cut_at_bound(&mut self, host: &mut dyn Host, page: &Page, fresh: &mut Vec<u32>) {
        let (Some(list), Some(order)) = (&mut self.list, self.layout.order) else { return };
        let Some(newest_first) = &mut list.newest_first else { return };
        let values = fresh.iter().map(|row| {
            let text = page.text(*row as usize, order)?;
            match raw_string(text) {
                Some(written) => host.parse_rfc3339(written).map(|micros| micros.div_euclid(1000)),
                None => number::int(text),
            }
        });
        if let Some(rows) = newest_first.cut(values) {
            fresh.truncate(rows);
            list.reader.finish();
        }
    }

    fn warn_of_shortfall(&self, api: &ApiContext, host: &mut dyn Host) {
        if let Some(Shortfall { total, listed }) = self.list.as_ref().and_then(|list| list.reader.shortfall()) {
            let (object, provider) = (self.plan.object.name, api.catalogue.provider);
            host.warn(&format!("{object}: {provider} counts {total} rows but lists {listed}"));
        }
    }
}

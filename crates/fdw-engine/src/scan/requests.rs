//! The requests of a scan, and how it uses their responses.

use std::borrow::Cow;
use std::fmt::Write;

use crate::catalogue::errors::UnknownId;
use crate::catalogue::pagination::Pagination;
use crate::client::error::RequestError;
use crate::client::target::Target;
use crate::host::Host;
use crate::json::{number, raw_string, unescape};
use crate::planner::plan::Expected;
use crate::reader::page::{Page, ResponseShape, Unreadable};

use super::error::{Error, ListChanged};
use super::pager::{PageRequest, Shortfall};
use super::{ApiContext, Scan};

/// The status of a response to a request that the credentials do not permit.
const FORBIDDEN: u16 = 403;

impl Scan {
    /// Sends a request and returns the body of the response; `None` if the API says that the id in the endpoint, which
    /// is the value of a key column, does not exist.
    pub(super) fn get(
        &mut self,
        api: &mut ApiContext,
        host: &mut dyn Host,
        target: &Target,
    ) -> Result<Option<String>, RequestError> {
        match api.client.get(host, target, &mut self.waited) {
            Ok(body) => {
                api.has_succeeded = true;
                self.statistics.bytes_in += body.len() as i64;
                Ok(Some(body))
            }
            Err(error) if error.failure.is_unknown_id() && self.has_id_in_endpoint() && self.has_list(api, host) => {
                Ok(None)
            }
            Err(mut error) => {
                let of_path = self.plan.access_path.needed_permission;
                error.failure.explain_forbidden(of_path.or(self.plan.object.needed_permission));
                Err(error)
            }
        }
    }

    /// Whether the API has a list of the object, so that the base URL is right, if the status 404 alone does not say that it
    /// is. Sends a request if none has succeeded yet. A list that may not be read exists, too.
    fn has_list(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> bool {
        let format = &api.catalogue.pages;
        let mut lists = self.plan.object.access_paths.iter().filter(|path| path.pagination.max().is_some());
        let Some(list) = lists.find(|path| path.placeholders().next().is_none()) else { return true };
        if !matches!(api.catalogue.errors.unknown_id, UnknownId::StatusIfListExists) || api.has_succeeded {
            return true;
        }
        let mut target = Target::new(list.endpoint, &|_| None);
        target.push(format.limit, "1");
        api.has_succeeded = match api.client.get(host, &target, &mut self.waited) {
            Ok(_) => true,
            Err(error) => error.failure.has_status(&[FORBIDDEN]),
        };
        api.has_succeeded
    }

    /// Whether the endpoint of the list contains an id: the value of a key column, or that of a parent.
    fn has_id_in_endpoint(&self) -> bool {
        !self.plan.keys.is_empty() || self.list.as_ref().is_some_and(|list| list.is_of_children)
    }

    /// The error for a response that cannot be read.
    pub(super) fn unreadable(&self, api: &ApiContext, target: Target, reason: Unreadable, body: &str) -> Error {
        // The values of secret attributes cannot be found in a text that cannot be read, so none of it is shown.
        let shown = if self.plan.object.secrets.is_empty() { body } else { "***" };
        let body = api.client.secrets.redact(shown);
        Error::Unreadable { object: self.plan.object, target, reason, body }
    }

    /// Reports a request as a notice if the option `debug` is set. `result` is what the API returned, such as "3 rows";
    /// `started` is the time of the request in seconds since the Unix epoch.
    pub(super) fn report_request(
        &self,
        api: &ApiContext,
        host: &mut dyn Host,
        target: &Target,
        result: &str,
        started: i64,
    ) {
        if api.settings.reports_requests {
            let seconds = host.now() - started;
            let mut text = format!("{}: GET {target} returned {result} in {seconds} s", self.plan.object.name);
            for qual in &self.plan.quals {
                let _ = write!(text, "; {qual}");
            }
            host.notice(&text);
        }
    }

    /// Requests a page of the list and takes its new rows.
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
        let response = self.get(api, host, &target);
        let Some(list) = &mut self.list else { return Ok(()) };
        let body = match response {
            Ok(Some(body)) => body,
            Ok(None) => {
                list.reader.finish();
                self.report_request(api, host, &target, "0 rows", started);
                return Ok(());
            }
            Err(error) if list.reader.step_back_after(request, &error) => return Ok(()),
            Err(error) if self.returns_to_declared_paging(api, host, &error) => return Ok(()),
            Err(source) => return Err(Error::Request { object, source }),
        };
        let shape = self.response_shape(api);
        let (projection, primary_key) = self.layout.of_elements();
        let mut page = match Page::read(body, &shape, projection) {
            Ok(page) => page,
            Err((reason, body)) => return Err(self.unreadable(api, target, reason, &body)),
        };
        let plural = if page.rows() == 1 { "" } else { "s" };
        self.report_request(api, host, &target, &format!("{} row{plural}", page.rows()), started);
        let fingerprints = page.fingerprints(self.layout.elements_recognised_by());
        let Some(list) = &mut self.list else { return Ok(()) };
        match list.reader.accept(&mut page, &fingerprints, primary_key) {
            Ok(Some(new_rows)) => self.take_page(api, host, page, &fingerprints, new_rows),
            Ok(None) => {}
            Err(ListChanged) => return Err(Error::ListChanged { object }),
        }
        Ok(())
    }

    fn response_shape(&self, api: &ApiContext) -> ResponseShape {
        let format = &api.catalogue.pages;
        ResponseShape {
            is_single: self.plan.access_path.pagination == Pagination::Single,
            list: self.plan.access_path.list.unwrap_or(format.list),
            omits_empty_list: format.omits_empty_list,
            total: format.total,
            next_cursor: match self.plan.pagination {
                Pagination::Cursor { next, .. } => Some(next),
                // The list may be read by cursor if the API says so.
                _ => format.capabilities.map(|capabilities| capabilities.next),
            },
        }
    }

    /// Makes a page the current one. `new_rows` are the indexes of the rows that are new in their list. Rows that the
    /// scan has already read, from another list or before the list was restarted, are skipped.
    fn take_page(
        &mut self,
        api: &mut ApiContext,
        host: &mut dyn Host,
        mut page: Page,
        fingerprints: &[u64],
        mut new_rows: Vec<u32>,
    ) {
        self.warn_of_shortfall(api, host);
        self.notice_ignored_filter(api, host, &page);
        self.cut_at_bound(host, &page, &mut new_rows);
        let (_, primary_key) = self.layout.of_elements();
        let mut fingerprints = Cow::Borrowed(fingerprints);
        if let (Some(nested), [id]) = (self.layout.nested, primary_key) {
            page = page.with_nested_rows(&new_rows, nested, *id, &self.layout.projection);
            new_rows = (0..page.rows() as u32).collect();
            fingerprints = Cow::Owned(page.fingerprints(primary_key));
        }
        if let Some(known_rows) = &mut self.known_rows {
            new_rows.retain(|row| {
                let row = *row as usize;
                !page.has_primary_key(row, primary_key)
                    || known_rows.insert(fingerprints.get(row).copied().unwrap_or(0))
            });
        }
        if let Some(count) = self.layout.children {
            let has_list = |row: usize| !matches!(page.text(row, count), None | Some("null" | "0" | "\"0\""));
            let is_nested = |row| self.layout.nested.is_some_and(|nested| page.has_nested_rows(row, nested));
            let ids = page.ids(&self.layout.primary_key).into_iter().enumerate();
            let used = ids.filter(|(row, _)| new_rows.binary_search(&(*row as u32)).is_ok());
            self.parents.extend(used.filter(|(row, _)| has_list(*row) && !is_nested(*row)).map(|(_, id)| id));
        }
        if let Some(owners) = &self.layout.owners {
            self.has_read_owners |= !new_rows.is_empty();
            page = page.into_embedded_rows(&new_rows, owners.rows, owners.id, owners.shape, &self.layout.projection);
            new_rows = (0..page.rows() as u32).collect();
        }
        self.statistics.rows_in += new_rows.len() as i64;
        new_rows.reverse();
        self.new_rows = new_rows;
        self.page = Some(page);
        self.replay.begin_page();
    }

    /// Ends a list that is read with the newest rows first at the first row below the bound. That row and all later
    /// ones are removed from `new_rows`.
    fn cut_at_bound(&mut self, host: &mut dyn Host, page: &Page, new_rows: &mut Vec<u32>) {
        let (Some(list), Some(order)) = (&mut self.list, self.layout.order) else { return };
        let Some(newest_first) = &mut list.newest_first else { return };
        let values = new_rows.iter().map(|row| {
            let text = page.text(*row as usize, order)?;
            match raw_string(text) {
                Some(time) => host.parse_rfc3339(time).map(|micros| micros.div_euclid(1000)),
                None => number::int(text),
            }
        });
        if let Some(rows) = newest_first.cut(values) {
            new_rows.truncate(rows);
            list.reader.finish();
        }
    }

    /// Reports once for a plan node that the API ignores a filter, so that the scan reads rows in vain.
    fn notice_ignored_filter(&self, api: &mut ApiContext, host: &mut dyn Host, page: &Page) {
        if api.has_reported_ignored_filter {
            return;
        }
        let is_unexpected = |expected: &&Expected| {
            let Some(source) = self.layout.sources.get(expected.field) else { return false };
            let mut values = (0..page.rows()).filter_map(|row| source.find(page, row, &[]));
            let is_other = |value: Cow<str>| {
                let mut text = String::new();
                unescape(raw_string(&value).unwrap_or(&value), &mut text);
                !expected.texts.iter().any(|expected| expected.eq_ignore_ascii_case(&text))
            };
            values.any(is_other)
        };
        if let Some(expected) = self.plan.expected.iter().find(is_unexpected) {
            let (object, provider) = (self.plan.object.name, api.catalogue.provider);
            let column = self.plan.fields.get(expected.field).map_or("", |field| &field.name);
            host.notice(&format!(
                "{object}: {provider} ignores the filter on {column} and returns other rows too; Postgres checks them"
            ));
            api.has_reported_ignored_filter = true;
        }
    }

    /// Warns if the API reports more rows of the list than it has returned.
    fn warn_of_shortfall(&self, api: &ApiContext, host: &mut dyn Host) {
        if let Some(Shortfall { total, listed }) = self.list.as_ref().and_then(|list| list.reader.shortfall()) {
            let (object, provider) = (self.plan.object.name, api.catalogue.provider);
            host.warn(&format!(
                "{object}: {provider} reports a total of {total} rows but returned {listed}; rows may be missing"
            ));
        }
    }
}

//! The requests of a scan, and what becomes of their answers.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::access::{Answer, Parents};
use crate::error::{Error, Fail, Failure, fail};
use crate::exchange;
use crate::host::Host;
use crate::json;
use crate::number;
use crate::page::{Page, ROW, Unreadable};
use crate::paging::{self, Ask};
use crate::plan::{ScanRequest, Type};
use crate::rows::Cell;
use crate::setting::Setting;
use crate::target;
use crate::text::{append, concat, lines, push_int, quote};

use super::{Scan, WHOLE_ID};

impl Scan {
    /// Finds the values of the key column: the ids of the objects that rows stand under.
    pub(super) fn find_keys(&mut self, host: &mut dyn Host) -> Result<(), Fail> {
        let (object, access) = (self.plan.object, self.plan.path.access);
        let keys = &mut self.plan.path.keys;
        let mut add = |id: &str| {
            keys.push_str(id);
            keys.push('\n');
        };
        let parent = match access.parents {
            Parents::None => return Err(fail(Error::NoKey { object })),
            Parents::Values(values) => {
                values.iter().for_each(|id| add(id));
                self.has_keys = true;
                return Ok(());
            }
            Parents::Object(parent) => parent,
        };
        let max = self.setting.max_parents;
        let mut parents = Scan::over(self.setting, parent, true)?;
        let mut rows = 0;
        while rows <= max {
            let found = parents.next(host, &mut |_, cell| {
                if let Some(Cell::Text(id)) = cell {
                    add(id);
                }
            })?;
            if !found {
                self.waited += parents.waited;
                self.counters.rows_in += parents.counters.rows_in;
                self.counters.bytes_in += parents.counters.bytes_in;
                self.has_keys = true;
                return Ok(());
            }
            rows += 1;
        }
        let mut all = Scan::over(self.setting, parent, false)?;
        all.next(host, &mut |_, _| {})?;
        let requests = all.counted.max(rows as u64);
        Err(fail(Error::TooManyParents { object, key: access.key, parent, requests, max }))
    }

    /// A scan of another object, for its ids or its count.
    fn over(setting: &'static Setting, object: &str, reads_ids: bool) -> Result<Box<Scan>, Fail> {
        let mut columns = Vec::new();
        if reads_ids {
            columns.push((String::from(WHOLE_ID), Ok(Type::Text)));
        }
        let object = Some(String::from(object));
        let request = ScanRequest { object, columns, quals: Vec::new(), sort: None, is_sorted: false, limit: None };
        Scan::begin(setting, &request, false, 0)
    }

    /// Sends the request at hand; none where there is no object with the key in the path.
    fn get(&mut self, host: &mut dyn Host) -> Result<Option<String>, Fail> {
        let setting = self.setting;
        let url = concat(&[&setting.base_url, &self.asked]);
        match exchange::get(host, setting.catalogue, &setting.credentials, &url, &mut self.waited) {
            Ok(body) => {
                self.counters.bytes_in += body.len() as i64;
                Ok(Some(body))
            }
            Err(failure) if failure.is_unknown_id() && !self.plan.path.access.key.is_empty() => Ok(None),
            Err(failure) => Err(self.failed(failure)),
        }
    }

    fn failed(&self, failure: Failure) -> Fail {
        fail(Error::Request { object: self.plan.object, target: self.asked.clone(), failure })
    }

    fn unreadable(&self, unreadable: Unreadable, body: &str) -> Fail {
        // Half an answer may hold what its rows never show.
        let shown = if self.plan.object.secrets.is_empty() { body } else { "***" };
        let body = quote(shown, &self.setting.credentials.secret);
        self.failed(Failure::Unreadable { unreadable, body })
    }

    /// Tells the user of a request, where the option `debug` asks for it.
    fn tell(&self, host: &mut dyn Host, started: i64, found: u64, what: &str) {
        if self.setting.tells_requests {
            let mut text = concat(&[self.plan.object.name, ": GET ", &self.asked, ": "]);
            push_int(&mut text, found as i64);
            text.push_str(what);
            push_int(&mut text, host.now() - started);
            append(&mut text, &[" s", &self.plan.explained]);
            host.notice(&text);
        }
    }

    /// Counts the rows of a list; `false` if the answer does not tell.
    pub(super) fn count(&mut self, host: &mut dyn Host) -> Result<bool, Fail> {
        let words = &self.setting.catalogue.words;
        let is_endpoint = !self.plan.path.access.count.is_empty();
        if !is_endpoint {
            target::push_number(&mut self.asked, words.limit, 1);
        }
        let started = host.now();
        let Some(body) = self.get(host)? else { return Ok(true) };
        let total = json::member(&body, words.total).and_then(number::int);
        match total {
            Some(total @ 0..) => {
                self.tell(host, started, total as u64, " counted, ");
                self.counted += total as u64;
                Ok(true)
            }
            _ if is_endpoint => Err(self.unreadable(Unreadable::NoList, &body)),
            _ => Ok(false),
        }
    }

    pub(super) fn fetch_page(&mut self, host: &mut dyn Host, ask: Ask) -> Result<(), Fail> {
        let words = &self.setting.catalogue.words;
        let asked = &mut self.asked;
        asked.clone_from(&self.target);
        if let Ask::First { limit } | Ask::Offset { limit, .. } | Ask::After { limit, .. } = ask {
            target::push_number(asked, words.limit, u64::from(limit));
        }
        match ask {
            Ask::Offset { offset, .. } => target::push_number(asked, words.offset, offset),
            Ask::After { row, .. } => target::push_cursor(asked, words, lines(&self.held).nth(row).unwrap_or("")),
            _ => {}
        }
        let started = host.now();
        let answer = self.get(host);
        let body = match answer {
            Ok(Some(body)) => body,
            Ok(None) => {
                self.tell(host, started, 0, " rows, ");
                self.pager.finish();
                return Ok(());
            }
            // The row that the cursor names may be gone.
            Err(error) => {
                let is_of_cursor = error.may_be_of_cursor() && matches!(ask, Ask::After { .. });
                return if is_of_cursor && self.pager.cursor_refused().is_ok() { Ok(()) } else { Err(error) };
            }
        };
        let (projection, id) =
            if self.parts == ROW { (&self.plan.projection, self.id) } else { (&self.whole, ROW + 1) };
        let page = match Page::read(body, self.plan.path.access, words.total, projection, id) {
            Ok(page) => page,
            Err((unreadable, body)) => return Err(self.unreadable(unreadable, &body)),
        };
        self.tell(host, started, page.rows() as u64, " rows, ");
        let fingerprints = page.fingerprints();
        match self.pager.accept(&fingerprints, page.total) {
            Ok(paging::Accepted::Fresh(fresh)) => self.take(host, page, &fingerprints, fresh),
            Ok(paging::Accepted::Detached) => {}
            Err(paging::Unsettled) => return Err(fail(Error::Unsettled { object: self.plan.object })),
        }
        Ok(())
    }

    /// Takes the new rows of a page.
    fn take(&mut self, host: &mut dyn Host, page: Page, fingerprints: &[u64], mut fresh: Vec<u32>) {
        self.warn_if_short(host);
        if matches!(self.plan.paging, Answer::Cursor { .. }) {
            self.held = page.ids();
        }
        if self.plan.stop.is_some() {
            self.cut_at_bound(&page, &mut fresh);
        }
        if self.is_in_lists {
            let mut new = Vec::new();
            for row in fresh {
                let at = row as usize;
                if !page.has_id(at) || self.seen.insert(fingerprints.get(at).copied().unwrap_or(0)) {
                    new.push(row);
                }
            }
            fresh = new;
        }
        let mut page = page;
        if self.parts != ROW {
            page = page.parts(&fresh, self.parts, &self.plan.projection, self.id);
            fresh = (0..page.rows() as u32).collect();
        }
        self.counters.rows_in += fresh.len() as i64;
        fresh.reverse();
        self.fresh = fresh;
        self.page = Some(page);
        self.replay.begin_page();
    }

    /// Ends the list at the first row below the bound, as long as its order is the one asked for.
    fn cut_at_bound(&mut self, page: &Page, fresh: &mut Vec<u32>) {
        for at in 0..fresh.len() {
            let row = fresh.get(at).copied().unwrap_or(0) as usize;
            let Some(value) = number::int(page.text(row, self.order)) else { continue };
            if value > self.last {
                self.bound = i64::MIN;
            }
            self.last = value;
            self.newest = self.newest.max(value);
            if value < self.bound {
                fresh.truncate(at);
                self.pager.finish();
                return;
            }
        }
    }

    fn warn_if_short(&self, host: &mut dyn Host) {
        if let Some((total, rows)) = self.pager.short_of {
            let mut text = concat(&[self.plan.object.name, ": ", self.setting.catalogue.provider, " counts "]);
            push_int(&mut text, total as i64);
            text.push_str(" rows but lists ");
            push_int(&mut text, rows as i64);
            host.warn(&text);
        }
    }
}

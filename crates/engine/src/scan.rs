//! A scan: pages in, rows out, one at a time.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::auth::{Auth, Credentials};
use crate::catalogue::{Catalogue, Paging};
use crate::decode::{self, Change, Slots};
use crate::error::{Error, Failure};
use crate::exchange;
use crate::host::{Host, Metric};
use crate::options;
use crate::page::{Page, Projection, Slot, Unreadable};
use crate::paging::{self, Ask, Pager};
use crate::plan::{self, Plan, ScanRequest, Type};
use crate::rows::{Cell, Replay};
use crate::text::{concat, push_encoded, push_int, quote};

/// What a component is made for.
pub struct Provider {
    /// Its API.
    pub catalogue: &'static Catalogue,
    /// The way in.
    pub auth: &'static dyn Auth,
}

/// A scan of a foreign table. It outlives the host's end-scan: what it has read serves the next scan of the same plan node, which
/// Postgres begins anew when a parameter changes.
pub struct Scan {
    catalogue: &'static Catalogue,
    base_url: String,
    credentials: Credentials,
    plan: Plan,
    projection: Projection,
    slots: Vec<Slots>,
    id: Slot,
    pager: Pager,
    page: Option<Page>,
    /// The ids of the page accepted last, where the next page is asked for by one of them.
    held: Vec<String>,
    /// Milliseconds waited for answers.
    waited: u64,
    /// The rows of the page that are new, last first.
    fresh: Vec<u32>,
    replay: Replay,
    /// Per field, whether its change was told: once is enough.
    warned: Vec<bool>,
    counters: Option<Counters>,
}

#[derive(Default)]
struct Counters {
    scans: i64,
    rows_in: i64,
    rows_out: i64,
    bytes_in: i64,
}

impl Scan {
    /// Begins a scan: checks options, names and types, finds the secret, and makes no request. `before` is the scan
    /// that the same plan node ran before; its rows are used again if they are the rows asked for.
    pub fn begin(
        provider: &Provider,
        host: &mut dyn Host,
        request: ScanRequest,
        before: Option<Box<Scan>>,
    ) -> Result<Box<Scan>, Box<Error>> {
        let plan = plan::plan(provider.catalogue, request)?;
        if let Some(mut scan) = before.filter(|scan| scan.reads_the_same(&plan)) {
            scan.rewind();
            if let Some(counters) = &mut scan.counters {
                counters.scans += 1;
            }
            return Ok(scan);
        }
        let base_url = options::api_url(host, provider.catalogue.api_url)?;
        let counters = options::switch(host, "stats")?.then(|| Counters { scans: 1, ..Counters::default() });
        let replay = Replay::new(options::replay_budget(host)?);
        let mut credentials = provider.auth.credentials(host)?;
        for (name, value) in provider.catalogue.headers {
            credentials.headers.push((String::from(*name), String::from(*value)));
        }
        let mut projection = Projection::default();
        let id = projection.add(plan.object.id);
        let slots = plan.fields.iter().map(|field| decode::slots(&mut projection, field)).collect();
        Ok(Box::new(Scan {
            catalogue: provider.catalogue,
            base_url,
            credentials,
            projection,
            slots,
            id,
            pager: Pager::new(plan.object.paging, plan.first_page),
            page: None,
            held: Vec::new(),
            waited: 0,
            fresh: Vec::new(),
            replay,
            warned: Vec::from_iter(plan.fields.iter().map(|_| false)),
            counters,
            plan,
        }))
    }

    fn reads_the_same(&self, plan: &Plan) -> bool {
        self.plan.object.name == plan.object.name
            && self.plan.fields.len() == plan.fields.len()
            && self.plan.fields.iter().zip(&plan.fields).all(|(a, b)| a.name == b.name && a.ty == b.ty)
    }

    /// Hands out the next row, a cell per column with the column's type; `false` at the end.
    pub fn next(&mut self, host: &mut dyn Host, emit: &mut dyn FnMut(Type, Option<Cell>)) -> Result<bool, Box<Error>> {
        loop {
            let mut fields = self.plan.fields.iter();
            let mut emit_typed = |cell: Option<Cell>| {
                if let Some(field) = fields.next() {
                    emit(field.ty, cell);
                }
            };
            if self.replay.emit(self.plan.fields.len(), &mut emit_typed) {
                if let Some(counters) = &mut self.counters {
                    counters.rows_out += 1;
                }
                return Ok(true);
            }
            if !self.decode_next(host)? {
                let has_more = self.fetch_page(host)?;
                self.tell_counters(host);
                if !has_more {
                    return Ok(false);
                }
            }
        }
    }

    /// Starts over: from the rows kept, or with new requests where they were too many to keep.
    pub fn rewind(&mut self) {
        if !self.replay.rewind() {
            self.pager = Pager::new(self.plan.object.paging, self.plan.first_page);
            self.page = None;
            self.fresh.clear();
        }
    }

    /// Tells the host's counters, where the option `stats` asks for it: page by page, because the host writes them by
    /// SQL, which Postgres refuses at the end of a scan.
    fn tell_counters(&mut self, host: &mut dyn Host) {
        if let Some(counters) = &mut self.counters {
            let Counters { scans, rows_in, rows_out, bytes_in } = core::mem::take(counters);
            let told = [
                (Metric::CreateTimes, scans),
                (Metric::RowsIn, rows_in),
                (Metric::RowsOut, rows_out),
                (Metric::BytesIn, bytes_in),
            ];
            for (metric, by) in told.into_iter().filter(|(_, by)| *by > 0) {
                host.count(self.catalogue.fdw_name, metric, by);
            }
        }
    }

    /// Decodes the next new row of the page; `false` if there is none.
    fn decode_next(&mut self, host: &mut dyn Host) -> Result<bool, Box<Error>> {
        let (Some(page), Some(row)) = (&self.page, self.fresh.pop()) else { return Ok(false) };
        let row = row as usize;
        let chunk = self.replay.chunk();
        for (at, field) in self.plan.fields.iter().enumerate() {
            let Some(slots) = self.slots.get(at) else { continue };
            let text = decode::find(page, row, field, *slots);
            let object = self.plan.object;
            match decode::decode(text, field.ty, page.needs_mending, host, chunk) {
                Ok(Change::None) => {}
                Ok(change) => {
                    if let Some(told @ false) = self.warned.get_mut(at) {
                        *told = true;
                        let what = match change {
                            Change::OutOfRange => ": a time that Postgres cannot hold became NULL (told once a column)",
                            _ => ": what Postgres cannot hold was replaced (told once a column)",
                        };
                        let id = quote(page.id(row), &self.credentials.secret);
                        host.warn(&concat(&["column ", object.name, ".", &field.name, " of row ", &id, what]));
                    }
                }
                Err(decode::Misfit) => {
                    return Err(Box::new(Error::Misfit {
                        object,
                        name: field.name.clone(),
                        ty: field.ty.sql(),
                        id: quote(page.id(row), &self.credentials.secret),
                        found: quote(text, &self.credentials.secret),
                    }));
                }
            }
        }
        chunk.end_row();
        Ok(true)
    }

    /// Asks for the next page; `false` at the end of the list.
    fn fetch_page(&mut self, host: &mut dyn Host) -> Result<bool, Box<Error>> {
        // Its rows are done: the next one is read into the same memory.
        self.page = None;
        let Some(ask) = self.pager.ask() else { return Ok(false) };
        let object = self.plan.object;
        let target = self.target(ask);
        let url = concat(&[&self.base_url, &target]);
        let body = match exchange::get(host, self.catalogue, &self.credentials, &url, &mut self.waited) {
            Ok(body) => body,
            // The row that the cursor names may be gone.
            Err(Failure::Status { status: 400 | 404 | 422, .. })
                if matches!(ask, Ask::After { .. }) && self.pager.cursor_refused().is_ok() =>
            {
                return Ok(true);
            }
            Err(failure) => return Err(Box::new(Error::Request { object, target, failure })),
        };
        if let Some(counters) = &mut self.counters {
            counters.bytes_in += body.len() as i64;
        }
        let page = Page::read(body, object, &self.projection, self.id).map_err(|(unreadable, body)| {
            let body = quote(&body, &self.credentials.secret);
            let failure = match unreadable {
                Unreadable::NotJson => Failure::NotJson { body },
                Unreadable::NoList => Failure::NoList { body },
            };
            Box::new(Error::Request { object, target, failure })
        })?;
        match self.pager.accept(&page.fingerprints(), page.total) {
            Ok(paging::Accepted::Fresh(mut fresh)) => {
                if let Some(counters) = &mut self.counters {
                    counters.rows_in += fresh.len() as i64;
                }
                fresh.reverse();
                self.fresh = fresh;
                if matches!(object.paging, Paging::Cursor { .. }) {
                    self.held = page.ids();
                }
                self.page = Some(page);
                self.replay.begin_page();
                self.warn_if_short(host);
            }
            Ok(paging::Accepted::Detached) => {}
            Err(paging::Unsettled) => return Err(Box::new(Error::Unsettled { object })),
        }
        Ok(true)
    }

    fn warn_if_short(&self, host: &mut dyn Host) {
        if let Some((total, rows)) = self.pager.short_of {
            let mut text = concat(&[self.plan.object.name, ": ", self.catalogue.provider, " counts "]);
            push_int(&mut text, total as i64);
            text.push_str(" rows but lists ");
            push_int(&mut text, rows as i64);
            host.warn(&text);
        }
    }

    /// Path and query of a request.
    fn target(&self, ask: Ask) -> String {
        let object = self.plan.object;
        let mut out = String::from(object.path);
        let mut separator = '?';
        let mut add = |parts: &[&str]| {
            out.push(separator);
            separator = '&';
            for part in parts {
                out.push_str(part);
            }
        };
        for param in object.params.iter().chain(&self.plan.params) {
            add(&[param]);
        }
        let mut number = String::new();
        if let Ask::First { limit } | Ask::Offset { limit, .. } | Ask::After { limit, .. } = ask {
            push_int(&mut number, i64::from(limit));
            add(&[self.catalogue.limit, "=", &number]);
        }
        match (ask, object.paging) {
            (Ask::Offset { offset, .. }, _) => {
                number.clear();
                push_int(&mut number, offset as i64);
                add(&[self.catalogue.offset, "=", &number]);
            }
            (Ask::After { row, .. }, Paging::Cursor { after, .. }) => {
                let mut encoded = String::new();
                push_encoded(&mut encoded, self.held.get(row).map_or("", String::as_str));
                add(&[after, "=", &encoded]);
            }
            _ => {}
        }
        out
    }
}

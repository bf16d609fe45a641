//! A scan: pages in, rows out, one at a time.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::access::{Answer, Parents};
use crate::auth::{Auth, Credentials};
use crate::catalogue::Catalogue;
use crate::column::{self, Place};
use crate::decode::{self, Change};
use crate::error::{Error, Fail, Failure, fail};
use crate::exchange;
use crate::host::{Host, Metric};
use crate::json;
use crate::number;
use crate::options;
use crate::page::{Page, Projection, ROW, Slot, Unreadable};
use crate::paging::{self, Ask, Pager};
use crate::plan::{Plan, ScanRequest, Settings, Type};
use crate::qual::Reading;
use crate::rows::{Cell, Replay};
use crate::seen::Seen;
use crate::target;
use crate::text::{append, concat, lines, push_int, quote};

/// What a component is made for.
pub struct Provider {
    /// Its API.
    pub catalogue: &'static Catalogue,
    /// The way in.
    pub auth: &'static dyn Auth,
}

/// What the options say, and the way in: the same for every scan of a table.
pub struct Setting {
    catalogue: &'static Catalogue,
    base_url: String,
    credentials: Credentials,
    plan: Settings,
    counts_stats: bool,
    tells_requests: bool,
    max_parents: usize,
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

/// How often a list with the newest first is looked at again for what came meanwhile.
const MAX_LOOKS: u32 = 16;

/// Rows to ask for then.
const LOOK: u32 = 10;

/// The attribute that tells apart objects that others stand under or are parts of.
const WHOLE_ID: &str = "id";

/// Bytes of a scan beside its rows and page, roughly.
const OVERHEAD: usize = 2048;

/// A scan of a foreign table: one list after the other, page by page.
pub struct Scan {
    setting: &'static Setting,
    /// What it reads.
    pub plan: Plan,
    id: Slot,
    secrets: Vec<Slot>,
    /// Where rows are parts of others: what is looked for in those, and where the parts stand, which is not [`ROW`].
    whole: Projection,
    parts: Slot,
    /// The attribute that decides where to stop.
    order: Slot,
    /// Whether the values of the key column are known.
    has_keys: bool,
    /// Lists begun so far.
    lists: usize,
    /// Path and query of the list at hand, without the page.
    target: String,
    /// The same with the page: the request at hand. It stands here, not in the functions that make it, because each way
    /// out of those would have to free it.
    asked: String,
    /// The key column's value in the list at hand, as JSON.
    key: String,
    pager: Pager,
    page: Option<Page>,
    /// The ids of the page accepted last, each on a line, where the next page is asked for by one of them.
    held: String,
    /// Whether rows can come twice, and those read.
    is_in_lists: bool,
    seen: Seen,
    /// The largest value of the attribute that decides where to stop, and the one read last.
    newest: i64,
    last: i64,
    /// Where to stop.
    bound: i64,
    looks: u32,
    /// Milliseconds waited for answers.
    waited: u64,
    /// The rows of the page that are new, last first.
    fresh: Vec<u32>,
    /// Rows decoded.
    decoded: u64,
    /// Rows that were counted, and how many of them were handed out.
    counted: u64,
    given: u64,
    replay: Replay,
    counters: Counters,
}

#[derive(Default)]
struct Counters {
    scans: i64,
    rows_in: i64,
    rows_out: i64,
    bytes_in: i64,
}

impl Scan {
    /// Begins a scan: checks what a query asks against the catalogue, and makes no request. `leaves_params`: see
    /// [`Reading`].
    pub fn begin(
        setting: &'static Setting,
        request: &ScanRequest,
        leaves_params: bool,
        replay_budget: usize,
    ) -> Result<Box<Scan>, Fail> {
        let mut scan = Box::new(Scan {
            setting,
            plan: Plan::new(),
            id: ROW,
            secrets: Vec::new(),
            whole: Projection::default(),
            parts: ROW,
            order: ROW,
            has_keys: false,
            lists: 0,
            target: String::new(),
            asked: String::new(),
            key: String::new(),
            pager: Pager::ended(),
            page: None,
            held: String::new(),
            is_in_lists: false,
            seen: Seen::default(),
            newest: i64::MIN,
            last: i64::MAX,
            bound: 0,
            looks: 0,
            waited: 0,
            fresh: Vec::new(),
            decoded: 0,
            counted: 0,
            given: 0,
            replay: Replay::new(replay_budget),
            counters: Counters { scans: 1, ..Counters::default() },
        });
        let mut settings = setting.plan;
        settings.reading.leaves_params = leaves_params;
        scan.plan.make(setting.catalogue, request, settings)?;
        scan.look_for();
        Ok(scan)
    }

    /// Adds to the columns what the scan itself looks for in the rows.
    fn look_for(&mut self) {
        let plan = &mut self.plan;
        let access = plan.path.access;
        self.id = plan.projection.add(plan.object.id);
        for secret in plan.object.secrets {
            self.secrets.push(plan.projection.add(secret));
        }
        if let Some(resolved) = plan.stop.and_then(|stop| column::find(plan.object.columns, stop.column)) {
            self.order = plan.projection.add(&resolved.path);
        }
        if !access.inner.is_empty() {
            self.whole.add(WHOLE_ID);
            self.parts = self.whole.add(access.inner);
        }
        self.has_keys = access.key.is_empty() || !plan.path.keys.is_empty();
        self.is_in_lists = !access.key.is_empty() || !plan.path.lists.is_empty() || plan.stop.is_some();
    }

    /// Hands out the next row, a cell per column with the column's type; `false` at the end.
    pub fn next(&mut self, host: &mut dyn Host, emit: &mut dyn FnMut(Type, Option<Cell>)) -> Result<bool, Fail> {
        loop {
            let mut fields = self.plan.fields.iter();
            let mut emit_typed = |cell: Option<Cell>| {
                if let Some(field) = fields.next() {
                    emit(field.ty, cell);
                }
            };
            let is_counted = self.given < self.counted;
            if is_counted {
                self.given += 1;
                for field in &self.plan.fields {
                    let value = field.fixed.as_deref().unwrap_or("");
                    emit_typed(Some(match field.ty {
                        Type::Bool => Cell::Bool(value == "true"),
                        _ => Cell::Text(value),
                    }));
                }
            }
            if is_counted || self.replay.emit(self.plan.fields.len(), &mut emit_typed) {
                self.counters.rows_out += 1;
                return Ok(true);
            }
            if !self.decode_next(host)? {
                let has_more = self.advance(host)?;
                self.tell_counters(host);
                if !has_more {
                    return Ok(false);
                }
            }
        }
    }

    /// Starts over: from the rows kept, or with new requests where they were too many to keep.
    pub fn rewind(&mut self) {
        self.counters.scans += 1;
        self.given = 0;
        if !self.replay.rewind() {
            self.lists = 0;
            self.pager = Pager::ended();
            self.page = None;
            self.seen = Seen::default();
            self.fresh.clear();
            self.decoded = 0;
            self.counted = 0;
        }
    }

    /// Whether every row read is still there.
    pub fn can_replay(&self) -> bool {
        self.replay.is_whole()
    }

    /// Bytes that it takes.
    pub fn size(&self) -> usize {
        let page = self.page.as_ref().map_or(0, Page::size);
        OVERHEAD + self.replay.size() + page + self.seen.size()
    }

    /// Tells the host's counters, where the option `stats` asks for it: page by page, because the host writes them by
    /// SQL, which Postgres refuses at the end of a scan.
    fn tell_counters(&mut self, host: &mut dyn Host) {
        if self.setting.counts_stats {
            let Counters { scans, rows_in, rows_out, bytes_in } = core::mem::take(&mut self.counters);
            let mut count = |metric, by| {
                if by > 0 {
                    host.count(self.setting.catalogue.fdw_name, metric, by);
                }
            };
            count(Metric::CreateTimes, scans);
            count(Metric::RowsIn, rows_in);
            count(Metric::RowsOut, rows_out);
            count(Metric::BytesIn, bytes_in);
        }
    }

    /// Decodes the next new row of the page; `false` if there is none.
    fn decode_next(&mut self, host: &mut dyn Host) -> Result<bool, Fail> {
        let (Some(page), Some(row)) = (&self.page, self.fresh.pop()) else { return Ok(false) };
        let row = row as usize;
        self.decoded += 1;
        let chunk = self.replay.chunk();
        let object = self.plan.object;
        for field in &mut self.plan.fields {
            let mut text = decode::find(page, row, field);
            if text.is_empty() && matches!(field.place, Place::Key) {
                text = &self.key;
            }
            let masked;
            if !self.secrets.is_empty() {
                masked = page.masked(row, text, &self.secrets);
                text = &masked;
            }
            let change = decode::decode(text, field.ty, page.needs_mending, host, chunk);
            if change == Ok(Change::None) || (change.is_ok() && field.warned) {
                continue;
            }
            let id = quote(page.id(row), &self.setting.credentials.secret);
            let what = match change {
                Err(decode::Misfit) => {
                    let found = quote(text, &self.setting.credentials.secret);
                    let (name, ty) = (field.name.clone(), field.ty.sql());
                    return Err(fail(Error::Misfit { object, name, ty, id, found }));
                }
                Ok(Change::OutOfRange) => ": a time that Postgres cannot hold became NULL (told once a column)",
                Ok(_) => ": what Postgres cannot hold was replaced (told once a column)",
            };
            field.warned = true;
            host.warn(&concat(&["column ", object.name, ".", &field.name, " of row ", &id, what]));
        }
        chunk.end_row();
        Ok(true)
    }

    /// Goes on to the next page or the next list; `false` at the end of the last.
    fn advance(&mut self, host: &mut dyn Host) -> Result<bool, Fail> {
        // Its rows are done: the next one is read into the same memory.
        self.page = None;
        if self.decoded >= self.plan.enough {
            return Ok(false);
        }
        if let Some(ask) = self.pager.ask() {
            self.fetch_page(host, ask)?;
            return Ok(true);
        }
        if self.looks_again()? {
            return Ok(true);
        }
        if !self.has_keys {
            self.find_keys(host)?;
        }
        let path = &self.plan.path;
        // Every list of a key, before those of the next key.
        let lists = lines(&path.lists).count().max(1);
        let key = lines(&path.keys).nth(self.lists / lists).or(path.access.key.is_empty().then_some(""));
        let list = lines(&path.lists).nth(self.lists % lists).unwrap_or("");
        let Some(key) = key.filter(|_| !path.access.key.is_empty() || self.lists < lists) else {
            self.pager = Pager::ended();
            self.held = String::new();
            return Ok(false);
        };
        self.target = target::list(path, key, list, false);
        if self.plan.counts {
            self.asked = target::list(path, key, list, !path.access.count.is_empty());
        }
        self.key.clear();
        json::push_string(&mut self.key, key);
        self.lists += 1;
        self.bound = self.plan.stop.map_or(0, |stop| stop.bound);
        if !self.plan.counts || !self.count(host)? {
            self.begin_list(self.plan.first_page);
        }
        Ok(true)
    }

    fn begin_list(&mut self, first_page: u32) {
        self.newest = i64::MIN;
        self.last = i64::MAX;
        self.pager = Pager::new(self.plan.paging, first_page);
    }

    /// With the newest first, a row that changes while later pages are read moves to the front, unseen: so after more
    /// than one page the front is looked at again, down to what was newest before.
    fn looks_again(&mut self) -> Result<bool, Fail> {
        if self.newest == i64::MIN || self.pager.pages < 2 {
            return Ok(false);
        }
        self.looks += 1;
        if self.looks > MAX_LOOKS {
            return Err(fail(Error::Unsettled { object: self.plan.object }));
        }
        self.bound = self.newest;
        self.begin_list(LOOK.min(self.plan.paging.max()));
        Ok(true)
    }

    /// Finds the values of the key column: the ids of the objects that rows stand under.
    fn find_keys(&mut self, host: &mut dyn Host) -> Result<(), Fail> {
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
        let body = quote(body, &self.setting.credentials.secret);
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
    fn count(&mut self, host: &mut dyn Host) -> Result<bool, Fail> {
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

    fn fetch_page(&mut self, host: &mut dyn Host, ask: Ask) -> Result<(), Fail> {
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

//! A scan: pages in, rows out, one at a time.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::catalogue::Object;
use crate::column::{self, Place};
use crate::decode::{self, Change};
use crate::error::{Error, Fail, fail};
use crate::host::{Host, Metric};
use crate::json;
use crate::page::{Page, Projection, ROW, Slot};
use crate::paging::Pager;
use crate::plan::{Field, Plan, ScanRequest, Type};
use crate::rows::{Cell, Replay};
use crate::seen::Seen;
use crate::setting::Setting;
use crate::target;
use crate::text::{concat, lines, quote};

mod requests;

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
    /// How many lists there are for each key.
    lists_of_key: usize,
    /// The byte offsets of the list at hand in the lists of a key, and of its key in the keys.
    list_at: usize,
    key_at: usize,
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
    /// [`crate::qual::Reading`].
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
            lists_of_key: 1,
            list_at: 0,
            key_at: 0,
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
            if self.hand_out(emit) {
                self.counters.rows_out += 1;
                return Ok(true);
            }
            if !self.decode_next(host)? && !self.read_on(host)? {
                return Ok(false);
            }
        }
    }

    /// Hands out a row that was counted or decoded; `false` if there is none.
    fn hand_out(&mut self, emit: &mut dyn FnMut(Type, Option<Cell>)) -> bool {
        let mut fields = self.plan.fields.iter();
        let mut emit_typed = |cell: Option<Cell>| {
            if let Some(field) = fields.next() {
                emit(field.ty, cell);
            }
        };
        if self.given < self.counted {
            self.given += 1;
            for field in &self.plan.fields {
                let value = field.fixed.as_deref().unwrap_or("");
                emit_typed(Some(match field.ty {
                    Type::Bool => Cell::Bool(value == "true"),
                    _ => Cell::Text(value),
                }));
            }
            return true;
        }
        self.replay.emit(self.plan.fields.len(), &mut emit_typed)
    }

    /// Fetches the next page where no row is left; `false` at the end.
    #[inline(never)] // Cold: runs once a page.
    fn read_on(&mut self, host: &mut dyn Host) -> Result<bool, Fail> {
        let has_more = self.advance(host)?;
        self.tell_counters(host);
        Ok(has_more)
    }

    /// Starts over: from the rows kept, or with new requests where they were too many to keep.
    pub fn rewind(&mut self) {
        self.counters.scans += 1;
        self.given = 0;
        if !self.replay.rewind() {
            self.lists = 0;
            (self.list_at, self.key_at) = (0, 0);
            self.pager = Pager::ended();
            self.page = None;
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
    #[inline(never)] // Hot for each fetched row, but not for a replayed one.
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
            tell_change(change, (object, field), (page.id(row), text), &self.setting.credentials.secret, host)?;
            field.warned = true;
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
        self.next_list();
        let path = &self.plan.path;
        let key = line_at(&path.keys, self.key_at).or(path.access.key.is_empty().then_some(""));
        let list = line_at(&path.lists, self.list_at).unwrap_or("");
        let Some(key) = key.filter(|_| !path.access.key.is_empty() || self.lists < self.lists_of_key) else {
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
        // Rows of one key come once; under another key the same is another row.
        if self.lists.is_multiple_of(self.lists_of_key) {
            self.seen = Seen::default();
        }
        self.lists += 1;
        self.looks = 0;
        self.bound = self.plan.stop.map_or(0, |stop| stop.bound);
        if !self.plan.counts || !self.count(host)? {
            self.begin_list(self.plan.first_page);
        }
        Ok(true)
    }

    /// Steps to the next list: every list of a key, before those of the next key.
    fn next_list(&mut self) {
        let path = &self.plan.path;
        let behind = |text: &str, at| at + line_at(text, at).map_or(0, |line| line.len() + 1);
        if self.lists == 0 {
            self.lists_of_key = lines(&path.lists).count().max(1);
        } else if self.lists.is_multiple_of(self.lists_of_key) {
            (self.list_at, self.key_at) = (0, behind(&path.keys, self.key_at));
        } else {
            self.list_at = behind(&path.lists, self.list_at);
        }
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
}

/// The line of a text that begins at a position.
fn line_at(text: &str, at: usize) -> Option<&str> {
    lines(text.get(at..)?).next()
}

/// Warns of a value that was changed, or returns the error of one that does not fit. `row` is the row's id and the
/// value's text.
#[inline(never)] // Cold: runs once a column at most.
fn tell_change(
    change: Result<Change, decode::Misfit>,
    (object, field): (&'static Object, &Field),
    (id, text): (&str, &str),
    secret: &str,
    host: &mut dyn Host,
) -> Result<(), Fail> {
    let id = quote(id, secret);
    let what = match change {
        Err(decode::Misfit) => {
            let (name, ty, found) = (field.name.clone(), field.ty.sql(), quote(text, secret));
            return Err(fail(Error::Misfit { object, name, ty, id, found }));
        }
        Ok(Change::OutOfRange) => ": a time that Postgres cannot hold became NULL (told once a column)",
        Ok(_) => ": what Postgres cannot hold was replaced (told once a column)",
    };
    host.warn(&concat(&["column ", object.name, ".", &field.name, " of row ", &id, what]));
    Ok(())
}

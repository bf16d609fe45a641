//! A scan of a foreign table: one list after the other, page by page, one row at a time.

mod counting;
pub mod error;
mod list;
mod lists;
mod newest_first;
mod pager;
mod parents;
mod replay;
mod requests;
mod seen;
mod statistics;

use std::borrow::Cow;

use crate::catalogue::Catalogue;
use crate::client::Client;
use crate::client::target::Target;
use crate::host::Host;
use crate::json;
use crate::planner::plan::{Field, Plan};
use crate::planner::{self, PlannerSettings};
use crate::reader::decode::{self, Change, TypeMismatch};
use crate::reader::layout::RowLayout;
use crate::reader::page::Page;
use crate::reader::rows::Cell;
use crate::request::ScanRequest;
use crate::request::qual::Constant;
use crate::request::settings::Settings;
use crate::request::types::Type;

use counting::CountedRows;
use error::{Error, ListChanged};
use list::ListReader;
use lists::Lists;
use newest_first::{NewestFirst, REREAD_ROWS};
use replay::Replay;
use seen::Seen;
use statistics::Statistics;

/// Bytes of a scan beside its rows and page, roughly.
const OVERHEAD: usize = 2048;

/// The API's catalogue, options and client, which the scans of a plan node share.
pub struct ApiContext {
    /// The API.
    pub catalogue: &'static Catalogue,
    /// What the options say.
    pub settings: Settings,
    /// Sends the requests.
    pub client: Client,
}

/// A scan.
pub struct Scan {
    /// What it reads.
    pub plan: Plan,
    layout: RowLayout,
    /// The lists, once their keys are known.
    lists: Option<Lists>,
    /// The list being read.
    list: Option<OpenList>,
    /// Its page being decoded.
    page: Option<Page>,
    /// The rows of the page that are new and not decoded yet, last first.
    fresh: Vec<u32>,
    /// The rows read for these keys, where a row can come in several lists or twice in one.
    seen: Option<Seen>,
    /// Rows decoded.
    decoded: u64,
    counted: CountedRows,
    replay: Replay,
    /// For each field, whether the user was warned of a changed value.
    warned: Vec<bool>,
    /// Milliseconds waited for answers.
    waited: u64,
    statistics: Statistics,
}

/// A list being read.
struct OpenList {
    reader: ListReader,
    /// The values of the key columns, as JSON.
    keys: Vec<(&'static str, String)>,
    /// Where it is read with the newest rows first.
    newest_first: Option<NewestFirst>,
}

impl Scan {
    /// Begins a scan: checks what the query asks against the catalogue, and makes no request.
    pub fn begin(
        catalogue: &'static Catalogue,
        request: &ScanRequest,
        settings: PlannerSettings,
        replay_budget: usize,
    ) -> Result<Scan, Error> {
        let plan = planner::plan(catalogue, request, settings)?;
        let rows_can_repeat = !plan.keys.is_empty() || plan.partitions.len() > 1 || plan.newest_first.is_some();
        Ok(Scan {
            layout: RowLayout::of(&plan),
            lists: None,
            list: None,
            page: None,
            fresh: Vec::new(),
            seen: rows_can_repeat.then(Seen::default),
            decoded: 0,
            counted: CountedRows::default(),
            replay: Replay::new(replay_budget),
            warned: vec![false; plan.fields.len()],
            waited: 0,
            statistics: Statistics { scans: 1, ..Statistics::default() },
            plan,
        })
    }

    /// Goes on to the next row; `false` at the end.
    pub fn next(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> Result<bool, Error> {
        loop {
            if self.counted.advance() || self.replay.advance() {
                self.statistics.rows_out += 1;
                return Ok(true);
            }
            if !self.decode_next(api, host)? && !self.read_on(api, host)? {
                return Ok(false);
            }
        }
    }

    /// The cells of the row that was gone on to last, with the types of their columns.
    pub fn cells(&self) -> impl Iterator<Item = (Type, Option<Cell<'_>>)> {
        let width = self.plan.fields.len();
        self.plan.fields.iter().enumerate().map(move |(column, field)| {
            let is_counted = self.counted.is_current;
            (field.ty, if is_counted { fixed_cell(field) } else { self.replay.cell(width, column) })
        })
    }

    /// Decodes the next new row of the page; `false` if there is none.
    #[inline(never)] // Hot for each row that is fetched, but not for one that is replayed.
    fn decode_next(&mut self, api: &ApiContext, host: &mut dyn Host) -> Result<bool, Error> {
        let (Some(page), Some(row)) = (&self.page, self.fresh.pop()) else { return Ok(false) };
        let row = row as usize;
        self.decoded += 1;
        let keys = self.list.as_ref().map_or(&[][..], |list| &list.keys);
        let chunk = self.replay.chunk();
        let fields = self.layout.values.iter().zip(&self.plan.fields).zip(&mut self.warned);
        for ((value, field), warned) in fields {
            let mut text = value.find(page, row, keys);
            if !self.layout.secrets.is_empty() {
                text = text.map(|text| Cow::Owned(page.redacted(row, &text, &self.layout.secrets)));
            }
            match decode::decode(text.as_deref(), field.ty, page.needs_mending, host, chunk) {
                Ok(None) => {}
                Ok(Some(_)) if *warned => {}
                Ok(Some(change)) => {
                    let id = api.client.secrets.redact(page.id(row, &self.layout.identity));
                    report_change(change, &self.plan, field, &id, host);
                    *warned = true;
                }
                Err(TypeMismatch) => {
                    let secrets = &api.client.secrets;
                    return Err(Error::TypeMismatch {
                        object: self.plan.object,
                        column: field.name.clone(),
                        ty: field.ty.sql(),
                        id: secrets.redact(page.id(row, &self.layout.identity)),
                        found: secrets.redact(text.as_deref().unwrap_or_default()),
                    });
                }
            }
        }
        chunk.end_row();
        Ok(true)
    }

    /// Goes on to the next page or the next list; `false` at the end of the last.
    #[inline(never)] // Cold: runs once a page.
    fn read_on(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> Result<bool, Error> {
        let has_more = self.advance(api, host)?;
        if api.settings.keeps_statistics {
            self.statistics.report(api.catalogue.fdw_name, host);
        }
        Ok(has_more)
    }

    fn advance(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> Result<bool, Error> {
        // Its rows are done: the next page is read into the same memory.
        self.page = None;
        if self.plan.row_limit.is_some_and(|limit| self.decoded >= limit) {
            return Ok(false);
        }
        if let Some(list) = &self.list
            && let Some(request) = list.reader.next_request()
        {
            self.read_page(api, host, request)?;
            return Ok(true);
        }
        if self.restart_at_front(api)? {
            return Ok(true);
        }
        if self.lists.is_none() {
            let keys = self.read_keys(api, host)?;
            self.lists = Some(Lists::new(keys, self.plan.partitions.len()));
        }
        self.open_next_list(api, host)
    }

    /// Reads the front of the list again, if rows may have moved there.
    fn restart_at_front(&mut self, api: &ApiContext) -> Result<bool, Error> {
        let Some(list) = &mut self.list else { return Ok(false) };
        let Some(newest_first) = &mut list.newest_first else { return Ok(false) };
        let outcome = newest_first.start_reread(list.reader.pages());
        let rereads = outcome.map_err(|ListChanged| Error::ListChanged { object: self.plan.object })?;
        if rereads {
            let rows = self.plan.pagination.max().map(|max| REREAD_ROWS.min(max));
            list.reader.restart(api.catalogue.pages.last_page, rows);
        }
        Ok(rereads)
    }

    /// Opens the next list, or counts its rows where that is enough; `false` behind the last list.
    fn open_next_list(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> Result<bool, Error> {
        let plan = &self.plan;
        let Some(next) = self.lists.as_mut().and_then(Lists::begin_next) else {
            self.list = None;
            return Ok(false);
        };
        let columns = plan.keys.iter().map(|key| key.column);
        let keys: Vec<(&'static str, &str)> = columns.zip(next.keys).collect();
        let parameters = plan.parameters.iter().chain(plan.partitions.get(next.partition).into_iter().flatten());
        let target = |path: &str| {
            let key = |name: &str| keys.iter().find(|(column, _)| *column == name).map(|(_, value)| *value);
            let mut target = Target::new(path, &|name| key(name).or_else(|| api.settings.path_value(name)));
            parameters.clone().for_each(|parameter| target.push(parameter.name, &parameter.value));
            target
        };
        // Rows of one key come once; under another key the same is another row.
        if let Some(seen) = &mut self.seen
            && next.partition == 0
        {
            *seen = Seen::default();
        }
        let list = OpenList {
            reader: ListReader::new(
                target(plan.access.path),
                plan.pagination,
                api.catalogue.pages.last_page,
                plan.first_page,
            ),
            keys: keys.iter().map(|(column, value)| (*column, json::to_string_literal(value))).collect(),
            newest_first: plan.newest_first.map(|newest_first| NewestFirst::new(newest_first.bound)),
        };
        let count = plan.counts.then(|| target(plan.access.count.map_or(plan.access.path, |count| count.path)));
        let counted = match count {
            Some(target) => self.count(api, host, target)?,
            None => false,
        };
        self.list = Some(list).filter(|_| !counted);
        Ok(true)
    }

    /// Starts over: from the rows kept, or with new requests where they were too many to keep.
    pub fn rewind(&mut self) {
        self.statistics.scans += 1;
        self.counted.rewind();
        if !self.replay.rewind() {
            if let Some(lists) = &mut self.lists {
                lists.rewind();
            }
            self.list = None;
            self.page = None;
            self.fresh.clear();
            self.decoded = 0;
            self.counted = CountedRows::default();
        }
    }

    /// Whether every row read is still there.
    pub fn can_replay(&self) -> bool {
        self.replay.is_whole()
    }

    /// Bytes that it takes.
    pub fn size(&self) -> usize {
        let page = self.page.as_ref().map_or(0, Page::size);
        OVERHEAD + self.replay.size() + page + self.seen.as_ref().map_or(0, Seen::size)
    }
}

/// The cell of a field whose value a qual fixes.
fn fixed_cell(field: &Field) -> Option<Cell<'_>> {
    match field.fixed.as_ref()? {
        Constant::Bool(value) => Some(Cell::Bool(*value)),
        Constant::Text(text) => Some(Cell::Text(text)),
        Constant::Int(value) | Constant::Timestamp(value) | Constant::Timestamptz(value) => Some(Cell::Int(*value)),
    }
}

/// Warns of a value that was changed. `id` is the row's.
#[inline(never)] // Cold: runs once a column at most.
fn report_change(change: Change, plan: &Plan, field: &Field, id: &str, host: &mut dyn Host) {
    let what = match change {
        Change::OutOfRange => "a time outside Postgres' range became NULL (reported once per column)",
        Change::Replaced => "a value that Postgres cannot store was changed (reported once per column)",
    };
    host.warn(&format!("column {}.{} of row {id}: {what}", plan.object.name, field.name));
}

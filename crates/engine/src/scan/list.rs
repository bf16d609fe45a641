//! Reading one list: the requests of its pages, and which of their rows are new.

use crate::catalogue::pagination::PageFormat;
use crate::client::error::RequestError;
use crate::client::target::Target;
use crate::planner::plan::Plan;
use crate::reader::page::Page;
use crate::reader::projection::Slot;

use super::error::ListChanged;
use super::pager::{Accepted, PageRequest, Pager, Shortfall};

/// Reads one list.
pub struct ListReader {
    /// The list's target, without the parameters of a page.
    target: Target,
    pager: Pager,
    /// The ids of the page accepted last, where a page is asked for by one of them.
    row_ids: Vec<String>,
    /// The cursor of the page accepted last.
    cursor: Option<String>,
}

impl ListReader {
    /// Before the first page.
    pub fn new(target: Target, plan: &Plan, format: &PageFormat) -> Self {
        let pager = Pager::new(plan.pagination, format.last_page, plan.first_page);
        ListReader { target, pager, row_ids: Vec::new(), cursor: None }
    }

    /// Reads the list again from the beginning, with so many rows in the first page.
    pub fn restart(&mut self, plan: &Plan, format: &PageFormat, first_page: Option<u32>) {
        self.pager = Pager::new(plan.pagination, format.last_page, first_page);
    }

    /// The next page to request; `None` at the end.
    pub fn next_request(&self) -> Option<PageRequest> {
        self.pager.next_request()
    }

    /// The request for a page.
    pub fn request(&self, ask: PageRequest, format: &PageFormat) -> Target {
        let mut target = self.target.clone();
        if let PageRequest::First { limit }
        | PageRequest::Position { limit, .. }
        | PageRequest::AfterRow { limit, .. }
        | PageRequest::Cursor { limit } = ask
        {
            target.push(format.limit, &limit.to_string());
        }
        match ask {
            PageRequest::Position { position, .. } => {
                target.push(format.position, &(position + format.first_position).to_string());
            }
            PageRequest::AfterRow { row, .. } => {
                let id = self.row_ids.get(row).map_or("", String::as_str);
                target.push(format.row_id.unwrap_or_default(), id);
            }
            PageRequest::Cursor { .. } => {
                let parameter = format.cursor.as_ref().map_or("", |cursor| cursor.parameter);
                target.push(parameter, self.cursor.as_deref().unwrap_or(""));
            }
            PageRequest::Whole | PageRequest::First { .. } => {}
        }
        target
    }

    /// Takes a page. Returns which of its rows are new; `None` if the page does not follow on what is known and another
    /// one has to be asked for.
    pub fn accept(
        &mut self,
        page: &mut Page,
        fingerprints: &[u64],
        identity: &[Slot],
    ) -> Result<Option<Vec<u32>>, ListChanged> {
        let accepted = self.pager.accept(fingerprints, page.total, page.next_cursor.is_some())?;
        let Accepted::Fresh(fresh) = accepted else { return Ok(None) };
        if self.pager.is_by_row() {
            self.row_ids = page.ids(identity);
        }
        self.cursor = page.next_cursor.take();
        Ok(Some(fresh))
    }

    /// Steps back if the request failed because the row that it named may be gone. Returns whether it did.
    pub fn step_back_after(&mut self, ask: PageRequest, error: &RequestError) -> bool {
        let is_of_row = matches!(ask, PageRequest::AfterRow { .. }) && error.failure.may_refuse_row_id();
        is_of_row && self.pager.step_back().is_ok()
    }

    /// Ends the list where it stands.
    pub fn finish(&mut self) {
        self.pager.finish();
    }

    /// How many pages were accepted.
    pub fn pages(&self) -> u32 {
        self.pager.pages
    }

    /// At the end, if the API counts more rows than it lists.
    pub fn shortfall(&self) -> Option<Shortfall> {
        self.pager.shortfall
    }
}

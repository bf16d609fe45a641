//! A cursor over one list: the requests of its pages, and which of their rows are new.

use crate::catalogue::pagination::PageFormat;
use crate::client::error::RequestError;
use crate::client::target::Target;
use crate::planner::plan::Plan;
use crate::reader::page::Page;
use crate::reader::projection::Slot;

use super::error::Unsettled;
use super::pager::{Accepted, Ask, Pager};

/// A cursor over one list.
pub struct ListCursor {
    /// The list's target, without the parameters of a page.
    target: Target,
    pager: Pager,
    /// The ids of the page accepted last, where a page is asked for by one of them.
    row_ids: Vec<String>,
    /// The token of the page accepted last.
    token: Option<String>,
}

impl ListCursor {
    /// Before the first page.
    pub fn new(target: Target, plan: &Plan, format: &PageFormat) -> Self {
        let pager = Pager::new(plan.pagination, format.last_page, plan.first_page);
        ListCursor { target, pager, row_ids: Vec::new(), token: None }
    }

    /// Reads the list again from the beginning, with so many rows in the first page.
    pub fn restart(&mut self, plan: &Plan, format: &PageFormat, first_page: Option<u32>) {
        self.pager = Pager::new(plan.pagination, format.last_page, first_page);
    }

    /// The page to ask for; `None` at the end.
    pub fn next_page(&self) -> Option<Ask> {
        self.pager.ask()
    }

    /// The request for a page.
    pub fn request(&self, ask: Ask, format: &PageFormat) -> Target {
        let mut target = self.target.clone();
        if let Ask::First { limit } | Ask::Position { limit, .. } | Ask::AfterRow { limit, .. } | Ask::Token { limit } =
            ask
        {
            target.push(format.limit, &limit.to_string());
        }
        match ask {
            Ask::Position { position, .. } => {
                target.push(format.position, &(position + format.first_position).to_string());
            }
            Ask::AfterRow { row, .. } => {
                let id = self.row_ids.get(row).map_or("", String::as_str);
                target.push(format.row_id.unwrap_or_default(), id);
            }
            Ask::Token { .. } => {
                let parameter = format.token.as_ref().map_or("", |token| token.parameter);
                target.push(parameter, self.token.as_deref().unwrap_or(""));
            }
            Ask::All | Ask::First { .. } => {}
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
    ) -> Result<Option<Vec<u32>>, Unsettled> {
        let accepted = self.pager.accept(fingerprints, page.total, page.next_token.is_some())?;
        let Accepted::Fresh(fresh) = accepted else { return Ok(None) };
        if self.pager.is_by_row() {
            self.row_ids = page.ids(identity);
        }
        self.token = page.next_token.take();
        Ok(Some(fresh))
    }

    /// Whether a failed request can be replaced by another one, because the row that it named may be gone.
    pub fn can_step_back(&mut self, ask: Ask, error: &RequestError) -> bool {
        let is_of_row = matches!(ask, Ask::AfterRow { .. }) && error.failure.may_refuse_row_id();
        is_of_row && self.pager.row_refused().is_ok()
    }

    /// Ends the list where it stands.
    pub fn finish(&mut self) {
        self.pager.finish();
    }

    /// How many pages were accepted.
    pub fn pages(&self) -> u32 {
        self.pager.pages
    }

    /// At the end, if the API counts more rows than it lists: its count, and how many it lists.
    pub fn short_of(&self) -> Option<(u64, u64)> {
        self.pager.short_of
    }
}

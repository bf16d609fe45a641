//! Lists that change while they are read.

use super::*;

const BY_POSITION: Pagination = Pagination::Position { max: 4 };
const BY_ROW_ID: Pagination = Pagination::RowId { max: 4, parameter: "after" };

/// A list that changes between requests: before the n-th, `edit(n, list)` runs. Returns what was read and the
/// requests as in order.
fn read(
    pagination: Pagination,
    first_page: u32,
    list: &mut Vec<u64>,
    with_total: bool,
    edit: &dyn Fn(usize, &mut Vec<u64>),
) -> Result<(Vec<u64>, Vec<PageRequest>), ListChanged> {
    read_to(LastPage::Short, pagination, first_page, list, with_total, edit)
}

/// The same, of a list whose last page is another one.
fn read_to(
    last_page: LastPage,
    pagination: Pagination,
    first_page: u32,
    list: &mut Vec<u64>,
    with_total: bool,
    edit: &dyn Fn(usize, &mut Vec<u64>),
) -> Result<(Vec<u64>, Vec<PageRequest>), ListChanged> {
    let mut pager = Pager::new(pagination, last_page, Some(first_page));
    let (mut out, mut asks, mut held) = (vec![], vec![], vec![]);
    while let Some(ask) = pager.next_request() {
        assert!(asks.len() < 200, "endless: {asks:?}");
        edit(asks.len(), list);
        asks.push(ask);
        let (from, limit) = match ask {
            PageRequest::Whole => (0, usize::MAX),
            PageRequest::First { limit } => (0, limit as usize),
            PageRequest::Position { position, limit } => (position as usize, limit as usize),
            PageRequest::Cursor { .. } => unreachable!("no list here is paged by cursors"),
            PageRequest::AfterRow { row, limit } => {
                let id: u64 = held[row];
                match list.iter().position(|known| *known == id) {
                    Some(at) => (at + 1, limit as usize),
                    None => {
                        pager.step_back()?;
                        continue;
                    }
                }
            }
        };
        let page: Vec<u64> = list.iter().copied().skip(from).take(limit).collect();
        if let Accepted::Fresh(fresh) = pager.accept(&page, with_total.then_some(list.len() as u64), false)? {
            out.extend(fresh.iter().map(|at| page[*at as usize]));
            held = page;
        }
    }
    Ok((out, asks))
}

const fn quiet(_: usize, _: &mut Vec<u64>) {}

#[test]
fn a_quiet_list_is_read_once_in_as_few_requests_as_overlaps_allow() {
    // Rows, first page, requests by position, requests by row id.
    let cases = [
        (0, 4, 1, 1),
        (3, 4, 1, 1),
        (4, 4, 2, 2),
        (5, 4, 2, 2),
        (7, 4, 3, 3),
        (10, 4, 4, 4),
        (10, 1, 5, 5),
        (1, 1, 2, 2),
    ];
    for (rows, first_page, by_position, by_row_id) in cases {
        for (pagination, requests) in [(BY_POSITION, by_position), (BY_ROW_ID, by_row_id), (Pagination::Unpaged, 1)] {
            for with_total in [false, true] {
                let mut list: Vec<u64> = (0..rows).collect();
                let want = list.clone();
                let (out, asks) = read(pagination, first_page, &mut list, with_total, &quiet).unwrap();
                assert_eq!(out, want, "{pagination:?} {first_page}");
                assert_eq!(asks.len(), requests, "{rows} rows, first page {first_page}: {asks:?}");
            }
        }
    }
}

#[test]
fn requests_overlap_by_one_row() {
    let (_, asks) = read(BY_POSITION, 4, &mut (0..8).collect(), false, &quiet).unwrap();
    let want = [
        PageRequest::First { limit: 4 },
        PageRequest::Position { position: 3, limit: 4 },
        PageRequest::Position { position: 6, limit: 4 },
    ];
    assert_eq!(asks, want);
    let (_, asks) = read(BY_ROW_ID, 2, &mut (0..7).collect(), false, &quiet).unwrap();
    let want = [
        PageRequest::First { limit: 2 },
        PageRequest::AfterRow { row: 0, limit: 4 },
        PageRequest::AfterRow { row: 2, limit: 4 },
    ];
    assert_eq!(asks, want);
}

/// Every row that is there from beginning to end comes once, whatever else comes and goes.
#[test]
fn changes_cost_no_other_row() {
    type Edit = fn(usize, &mut Vec<u64>);
    let edits: [(&str, Edit); 9] = [
        ("a row behind the end", |n, list| list.push(1000 + n as u64)),
        ("a row at the front", |n, list| list.insert(0, 1000 + n as u64)),
        ("rows at the front, more than a page, once", |n, list| {
            if n == 1 {
                list.splice(0..0, 1000..1006);
            }
        }),
        ("the first row goes", |n, list| {
            if n > 1 {
                list.remove(0);
            }
        }),
        ("the last row read goes", |n, list| {
            if n == 1 {
                list.retain(|row| *row != 3);
            }
        }),
        ("the last two rows read go", |n, list| {
            if n == 1 {
                list.retain(|row| ![2, 3].contains(row));
            }
        }),
        ("a row not read yet goes", |n, list| {
            if n == 1 {
                list.retain(|row| *row != 9);
            }
        }),
        ("the end goes", |n, list| {
            if n == 2 {
                list.truncate(6);
            }
        }),
        ("a row comes in the middle and one goes at the front", |n, list| {
            if n == 2 {
                list.remove(0);
                list.insert(4, 1000);
            }
        }),
    ];
    for (name, edit) in edits {
        for pagination in [BY_POSITION, BY_ROW_ID] {
            for first_page in [1, 4] {
                for with_total in [false, true] {
                    let mut list: Vec<u64> = (0..12).collect();
                    let (out, _) = read(pagination, first_page, &mut list, with_total, &edit).expect(name);
                    let stayed: Vec<u64> = list.iter().copied().filter(|row| *row < 12).collect();
                    let kept: Vec<u64> = out.iter().copied().filter(|row| stayed.contains(row)).collect();
                    assert_eq!(kept, stayed, "{name}: {pagination:?}, first page {first_page}, read {out:?}");
                    let mut once = out.clone();
                    once.sort_unstable();
                    once.dedup();
                    assert_eq!(once.len(), out.len(), "{name}: {pagination:?}: twice in {out:?}");
                }
            }
        }
    }
}

/// Rows that tie in the order may come in another one next time.
#[test]
fn neighbours_that_change_places_are_read_once() {
    for at in 0..11 {
        let swap = move |n: usize, list: &mut Vec<u64>| {
            if n == 1 {
                list.swap(at, at + 1);
            }
        };
        for pagination in [BY_POSITION, BY_ROW_ID] {
            let (mut out, _) = read(pagination, 4, &mut (0..12).collect(), false, &swap).unwrap();
            out.sort_unstable();
            // A cursor's place is a row, and its swap with a later one moves the place.
            let want: Vec<u64> = (0..12).collect();
            assert_eq!(out, want, "{pagination:?}: {at} and the next change places");
        }
    }
}

/// Rows come and go at random, at the end or at the front, up to more than a page at once. What was there all the
/// time comes once, or the scan says that it cannot tell.
#[test]
fn random_changes_never_go_unnoticed() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % n
    };
    let (mut told, mut read_whole) = (0, 0);
    for round in 0..20_000 {
        let (rows, at_front, most) = (next(60), next(2) == 0, 1 + next(12));
        let changes: Vec<(u64, u64, u64)> = (0..15).map(|_| (next(3), next(most), next(1000))).collect();
        let edit = |n: usize, list: &mut Vec<u64>| {
            // A list that grows faster than it is read has no end.
            let (kind, count, place) = if n < 15 { changes[n] } else { (2, 0, 0) };
            for change in 0..count {
                let new = 1000 + 1000 * n as u64 + change;
                match (kind, at_front) {
                    (0, true) => list.insert(0, new),
                    (0, false) => list.push(new),
                    (1, _) if !list.is_empty() => {
                        list.remove(((place + change) % list.len() as u64) as usize);
                    }
                    _ => {}
                }
            }
        };
        for (last_page, pagination, with_total) in [
            (LastPage::Short, BY_POSITION, false),
            (LastPage::Short, BY_ROW_ID, false),
            (LastPage::Empty, BY_POSITION, false),
            (LastPage::Empty, BY_POSITION, true),
        ] {
            let mut list: Vec<u64> = (0..rows).collect();
            // A page of one row has nothing to overlap with.
            let first_page = 1 + u64::from(last_page == LastPage::Empty) + next(3);
            let Ok((out, _)) = read_to(last_page, pagination, first_page as u32, &mut list, with_total, &edit) else {
                told += 1;
                continue;
            };
            read_whole += 1;
            let stayed: Vec<u64> = list.iter().copied().filter(|row| *row < rows).collect();
            let mut kept: Vec<u64> = out.iter().copied().filter(|row| stayed.contains(row)).collect();
            kept.sort_unstable();
            assert_eq!(kept, stayed, "round {round}: {pagination:?} to the {last_page:?} page read {out:?}");
        }
    }
    assert!(read_whole > 5 * told, "{told} scans gave up, {read_whole} did not");
}

/// What was read is gone from the list, however far the reader steps back: whether that is what became of the list, or an
/// answer that is not to be believed, cannot be told.
#[test]
fn a_list_without_any_row_that_was_read_is_an_error() {
    let lists: [&[u64]; 4] = [&[], &[100], &[100, 101, 102, 103], &[100, 101, 102, 103, 104, 105, 106, 107, 108]];
    for later in lists {
        for (pagination, first_page) in [(BY_POSITION, 1), (BY_POSITION, 4), (BY_ROW_ID, 1), (BY_ROW_ID, 4)] {
            for with_total in [false, true] {
                for from in [1, 2] {
                    let edit = |n: usize, list: &mut Vec<u64>| {
                        if n >= from {
                            *list = later.to_vec();
                        }
                    };
                    let outcome = read(pagination, first_page, &mut (0..12).collect(), with_total, &edit);
                    assert_eq!(
                        outcome.unwrap_err(),
                        ListChanged,
                        "{later:?} from request {from} on, {pagination:?}, {first_page}"
                    );
                }
            }
        }
    }
    // They come back behind the new ones: then nothing is missing.
    let grown = |n: usize, list: &mut Vec<u64>| {
        if n == 1 {
            list.splice(0..0, 100..110);
        }
    };
    let (mut out, _) = read(BY_POSITION, 4, &mut (0..12).collect(), false, &grown).unwrap();
    out.sort_unstable();
    assert_eq!(out, (0..12).chain(100..110).collect::<Vec<u64>>());
}

#[test]
fn what_cannot_be_told_is_an_error() {
    let emptied = |n: usize, list: &mut Vec<u64>| {
        if n == 4 {
            *list = (100..110).collect();
        }
    };
    for pagination in [BY_POSITION, BY_ROW_ID] {
        assert_eq!(read(pagination, 4, &mut (0..20).collect(), false, &emptied).unwrap_err(), ListChanged);
    }
    // An endpoint that ignores offset and limit: the same full page for ever.
    let mut pager = Pager::new(BY_POSITION, LastPage::Short, Some(4));
    let ended = (0..100).find_map(|_| pager.accept(&[1, 2, 3, 4], None, false).err());
    assert_eq!(ended, Some(ListChanged));
}

#[test]
fn the_count_beside_a_list_is_held_against_it() {
    // A page shorter than asked for is not the end while the API counts more.
    let mut pager = Pager::new(BY_POSITION, LastPage::Short, Some(4));
    assert_eq!(pager.accept(&[1, 2], Some(5), false), Ok(Accepted::Fresh(vec![0, 1])));
    assert_eq!(pager.next_request(), Some(PageRequest::Position { position: 1, limit: 4 }));
    assert_eq!(pager.accept(&[2, 3], Some(5), false), Ok(Accepted::Fresh(vec![1])));
    // Nothing new any more: the end, and a discrepancy to tell.
    assert_eq!(pager.accept(&[3], Some(5), false), Ok(Accepted::Fresh(vec![])));
    assert_eq!((pager.next_request(), pager.shortfall), (None, Some(Shortfall { total: 5, listed: 3 })));

    let mut pager = Pager::new(Pagination::Unpaged, LastPage::Short, None);
    assert_eq!(pager.accept(&[1, 2], Some(2), false), Ok(Accepted::Fresh(vec![0, 1])));
    assert_eq!((pager.next_request(), pager.shortfall), (None, None));
}

#[test]
fn a_list_may_go_on_until_a_page_is_empty() {
    let cases: [(u64, &[PageRequest]); 3] = [
        (0, &[PageRequest::First { limit: 4 }]),
        // A page of one row has no overlap, and an empty one is the end.
        (1, &[PageRequest::First { limit: 4 }, PageRequest::Position { position: 1, limit: 4 }]),
        (4, &[PageRequest::First { limit: 4 }, PageRequest::Position { position: 3, limit: 4 }]),
    ];
    for (rows, want) in cases {
        let mut list: Vec<u64> = (0..rows).collect();
        let (out, asks) = read_to(LastPage::Empty, BY_POSITION, 4, &mut list, false, &quiet).unwrap();
        assert_eq!((out, asks.as_slice()), (list, want));
    }
    // As long as the API counts more, too; and no further.
    let (_, asks) = read_to(LastPage::Empty, BY_POSITION, 4, &mut (0..4).collect(), true, &quiet).unwrap();
    assert_eq!(asks.len(), 1);
}

#[test]
fn an_api_that_ignores_positions_ends_and_one_that_shifts_does_not() {
    let mut pager = Pager::new(BY_POSITION, LastPage::Empty, Some(4));
    let mut asks = 0;
    while pager.next_request().is_some() {
        asks += 1;
        pager.accept(&[1, 2, 3, 4], None, false).unwrap();
    }
    assert_eq!(asks, 1 + MAX_REPEATS);
    // Rows that come in before those read bring the first page again, once.
    let shifted = |n: usize, list: &mut Vec<u64>| {
        if n == 1 {
            list.splice(0..0, 100..103);
        }
    };
    let (out, _) = read_to(LastPage::Empty, BY_POSITION, 4, &mut (0..12).collect(), false, &shifted).unwrap();
    assert_eq!(out, (0..12).collect::<Vec<u64>>());
}

#[test]
fn cursors_lead_on_as_long_as_there_are_some() {
    let mut pager =
        Pager::new(Pagination::Cursor { max: 4, parameter: "cursor", next: &["next"] }, LastPage::Short, Some(4));
    // A short page is not the end, and rows before a known one are new.
    let pages: [(&[u64], &[u32], bool); 3] =
        [(&[1, 2, 3], &[0, 1, 2], true), (&[5, 3, 6], &[0, 2], true), (&[7], &[0], false)];
    for (rows, fresh, has_cursor) in pages {
        assert_eq!(pager.next_request(), Some(PageRequest::Cursor { limit: 4 }));
        assert_eq!(pager.accept(rows, None, has_cursor), Ok(Accepted::Fresh(fresh.to_vec())));
    }
    assert_eq!(pager.next_request(), None);
    // Cursors without end.
    let mut pager =
        Pager::new(Pagination::Cursor { max: 4, parameter: "cursor", next: &["next"] }, LastPage::Short, Some(4));
    assert_eq!((0..100).find_map(|_| pager.accept(&[1], None, true).err()), Some(ListChanged));
}

//! Names of vertical marks, in rows above the plot.
//!
//! ```text
//!           p99 300 ms at 547 k │     row 1
//!   p99 300 ms at 310 k │       │     row 0
//!                       │       │
//! ```
//!
//! A mark's line goes up to its name; a name stands left of its line where there is room, right of it otherwise. No name
//! touches another name or another line.

/// A vertical mark with the width of its name [user units].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flag {
    pub(crate) x: f64,
    pub(crate) width: f64,
}

/// Where a name went: its left end [user units] and its row above the plot, from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hoisted {
    pub(crate) left: f64,
    pub(crate) row: u32,
}

/// Room between a line and its name [user units].
const GAP: f64 = 4.0;
/// More rows than this are not worth the height.
const ROWS: u32 = 6;

/// A place for every name, in the order given; none where no row has room between `edges`.
pub(crate) fn hoist(flags: &[Flag], edges: (f64, f64)) -> Vec<Option<Hoisted>> {
    let mut order: Vec<usize> = (0..flags.len()).collect();
    order.sort_by(|a, b| flags[*a].x.total_cmp(&flags[*b].x));
    let mut done: Vec<Option<Hoisted>> = vec![None; flags.len()];
    for index in order {
        done[index] = (0..ROWS)
            .flat_map(|row| sides(flags[index]).map(|left| Hoisted { left, row }))
            .find(|place| fits(flags, &done, index, *place, edges));
    }
    done
}

fn sides(flag: Flag) -> [f64; 2] {
    [flag.x - GAP - flag.width, flag.x + GAP]
}

fn fits(
    flags: &[Flag],
    done: &[Option<Hoisted>],
    index: usize,
    place: Hoisted,
    edges: (f64, f64),
) -> bool {
    let (left, right) = (place.left, place.left + flags[index].width);
    if left < edges.0 || right > edges.1 {
        return false;
    }
    flags
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != index)
        .all(|(other, flag)| {
            let line_free = |row: u32| {
                row < place.row || flag.x <= left - GAP / 2.0 || flag.x >= right + GAP / 2.0
            };
            match done[other] {
                // Not placed yet, or nowhere: its line may go up to any row, or ends at the plot.
                None => line_free(ROWS),
                Some(theirs) => {
                    let (from, to) = (theirs.left, theirs.left + flag.width);
                    let names_apart = theirs.row != place.row
                        || to + 2.0 * GAP <= left
                        || right + 2.0 * GAP <= from;
                    let own_line_free = place.row < theirs.row
                        || flags[index].x <= from - GAP / 2.0
                        || flags[index].x >= to + GAP / 2.0;
                    names_apart && own_line_free && line_free(theirs.row)
                }
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_touch_neither_names_nor_lines(
            flags in prop::collection::vec((0.0..360.0f64, 5.0..200.0f64), 0..7)
        ) {
            let flags: Vec<Flag> = flags.into_iter().map(|(x, width)| Flag { x, width }).collect();
            let places = hoist(&flags, (0.0, 360.0));
            for (one, place) in flags.iter().zip(&places) {
                let Some(place) = place else { continue };
                let (left, right) = (place.left, place.left + one.width);
                prop_assert!(left >= 0.0 && right <= 360.0);
                for (other, theirs) in flags.iter().zip(&places) {
                    let Some(theirs) = theirs else { continue };
                    if std::ptr::eq(one, other) {
                        continue;
                    }
                    let apart = theirs.left + other.width <= left || right <= theirs.left;
                    prop_assert!(theirs.row != place.row || apart);
                    let crossed = theirs.row >= place.row && other.x > left && other.x < right;
                    prop_assert!(!crossed, "{one:?} {place:?} {other:?} {theirs:?}");
                }
            }
        }
    }

    #[test]
    fn names_climb_from_left_to_right() {
        let flags = [
            Flag {
                x: 200.0,
                width: 120.0,
            },
            Flag {
                x: 260.0,
                width: 120.0,
            },
        ];
        let places = hoist(&flags, (0.0, 360.0));
        assert_eq!(
            places,
            [
                Some(Hoisted { left: 76.0, row: 0 }),
                Some(Hoisted {
                    left: 136.0,
                    row: 1
                }),
            ]
        );
    }
}

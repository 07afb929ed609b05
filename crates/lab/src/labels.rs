//! Puts labels where they can be read: near what they name, inside the view, never over one another.
//!
//! Each label is tried at many places around its anchors. Places that touch another label are out; of the others the
//! cheapest wins, where distance costs a little and covering drawn lines costs more. First come, first served, so the
//! caller lists the important labels first.

/// x, y (top left), width, height [user units].
pub(crate) type Place = (f64, f64, f64, f64);

/// A label that wants a place.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// Where it would name its thing best; the first is preferred, later ones a little less each.
    pub(crate) anchors: Vec<(f64, f64)>,
    pub(crate) size: (f64, f64),
}

/// A point of something drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawn {
    pub(crate) at: (f64, f64),
    /// The label whose curve it belongs to; none for hairlines.
    pub(crate) owner: Option<usize>,
}

/// Room between an anchor and its label [user units].
const GAP: f64 = 6.0;
/// What it costs to cover a point of a curve, or of a hairline, in units of distance.
const COVERED: f64 = 12.0;
const CROSSED: f64 = 6.0;
/// What it costs to stand close to a point of somebody else's curve: the label would seem to name that.
const AMBIGUOUS: f64 = 4.0;
/// How close that is [user units].
const CLOSE: f64 = 9.0;
/// What it costs to stand at the next anchor instead.
const LATER: f64 = 5.0;

/// A place for each of `wanted`, in order, or none where there is no room left, no anchor, or no width.
///
/// No two places overlap, none overlaps `taken`, all lie inside `view`. `drawn` are points of lines better left visible.
pub(crate) fn place(
    view: Place,
    wanted: &[Wanted],
    taken: &[Place],
    drawn: &[Drawn],
) -> Vec<Option<Place>> {
    let mut used: Vec<Place> = taken.to_vec();
    let mut drawn = drawn.to_vec();
    drawn.sort_by(|a, b| a.at.0.total_cmp(&b.at.0));
    wanted
        .iter()
        .enumerate()
        .map(|(index, label)| {
            let free = candidates(view, label)
                .filter(|place| place.2 > 0.0 && !used.iter().any(|other| overlap(*place, *other)));
            let mut best = None;
            let mut least = f64::INFINITY;
            for place in free {
                if let Some(cost) = cost_below(least, place, index, label, &drawn) {
                    (best, least) = (Some(place), cost);
                }
            }
            used.extend(best);
            best
        })
        .collect()
}

/// Around every anchor, and at every height beside the first; those that fit into the view.
fn candidates(view: Place, label: &Wanted) -> impl Iterator<Item = Place> {
    let (width, height) = label.size;
    let beside = label.anchors.iter().flat_map(move |(x, y)| {
        let columns = [x + GAP, x - GAP - width, x - width / 2.0, x - 0.8 * width];
        let rows = [
            y - height / 2.0,
            y - height - GAP / 2.0,
            y + GAP / 2.0,
            y - 1.5 * height,
            y + 0.7 * height,
        ];
        columns
            .into_iter()
            .flat_map(move |x| rows.into_iter().map(move |y| (x, y)))
    });
    let anywhere = label.anchors.first().into_iter().flat_map(move |(x, _)| {
        let middle = (x - width / 2.0).min(view.0 + view.2 - width).max(view.0);
        let columns = [x + GAP, x - GAP - width, middle];
        let rows = move |x| (0..200).map(move |row| (x, view.1 + 2.0 * f64::from(row)));
        columns.into_iter().flat_map(rows)
    });
    beside
        .chain(anywhere)
        .map(move |(x, y)| (x, y, width, height))
        .filter(move |place| inside(*place, view))
}

fn inside(place: Place, view: Place) -> bool {
    let slack = 1e-9;
    place.0 >= view.0 - slack
        && place.1 >= view.1 - slack
        && place.0 + place.2 <= view.0 + view.2 + slack
        && place.1 + place.3 <= view.1 + view.3 + slack
}

/// Whether two places touch.
pub(crate) fn overlap(one: Place, other: Place) -> bool {
    one.0 < other.0 + other.2
        && other.0 < one.0 + one.2
        && one.1 < other.1 + other.3
        && other.1 < one.1 + one.3
}

/// What a place costs; `None` as soon as it is clear that it costs `least` or more. There are hundreds of places and of
/// points: looking at all of them took half of the time of a figure. They are sorted from left to right, so that most are not
/// looked at.
fn cost_below(
    least: f64,
    place: Place,
    index: usize,
    label: &Wanted,
    drawn: &[Drawn],
) -> Option<f64> {
    let nearest = nearest(place, label);
    let (left, right) = (place.0 - CLOSE, place.0 + place.2 + CLOSE);
    let close = &drawn[drawn.partition_point(|point| point.at.0 < left)..];
    let mut covered = 0.0;
    let mut points = close.iter().take_while(|point| point.at.0 <= right);
    while nearest + covered < least {
        match points.next() {
            Some(point) => covered += hidden(place, index, point),
            None => return Some(nearest + covered),
        }
    }
    None
}

/// What a place costs for its distance from the anchors.
fn nearest(place: Place, label: &Wanted) -> f64 {
    let mut nearest = f64::INFINITY;
    for (step, anchor) in label.anchors.iter().enumerate() {
        let later = LATER * step as f64;
        // From here on every anchor costs more, however near it is.
        if later >= nearest {
            break;
        }
        let cost = distance(place, *anchor) + later;
        if cost < nearest {
            nearest = cost;
        }
    }
    nearest
}

/// The larger of two ordinary numbers: in WebAssembly `f64::max` is a call, for it looks for NaN.
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// What it costs that a point is covered, or close to, by the label of `index`.
fn hidden(place: Place, index: usize, point: &Drawn) -> f64 {
    let away = outside(place, point.at);
    match point.owner {
        None if away < 2.5 => CROSSED,
        Some(_) if away < 2.5 => COVERED,
        Some(owner) if owner != index && away < CLOSE => AMBIGUOUS,
        _ => 0.0,
    }
}

/// How far a point lies outside a place, in its farther direction.
fn outside(place: Place, (x, y): (f64, f64)) -> f64 {
    let across = larger(place.0 - x, x - place.0 - place.2);
    let along = larger(place.1 - y, y - place.1 - place.3);
    larger(larger(across, along), 0.0)
}

/// From the anchor to the nearest edge, plus a little for the middle so that "beside" wins over "above". Covering it is no
/// better than standing a little away.
fn distance(place: Place, (x, y): (f64, f64)) -> f64 {
    let across = larger(larger(place.0 - x, x - place.0 - place.2), 0.0);
    let along = larger(larger(place.1 - y, y - place.1 - place.3), 0.0);
    let middle = (place.1 + place.3 / 2.0 - y).abs();
    let away = (across * across + along * along).sqrt();
    (if away == 0.0 { 2.0 * GAP } else { away }) + 0.6 * middle
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn label() -> impl Strategy<Value = Wanted> {
        (
            -20.0..380.0f64,
            -20.0..300.0f64,
            10.0..290.0f64,
            10.0..16.0f64,
        )
            .prop_map(|(x, y, width, height)| Wanted {
                anchors: vec![(x, y)],
                size: (width, height),
            })
    }

    proptest! {
        #[test]
        fn places_never_overlap_and_stay_inside(
            wanted in prop::collection::vec(label(), 0..12),
            drawn in prop::collection::vec((0.0..360.0f64, 0.0..280.0f64), 0..60),
        ) {
            let view = (40.0, 30.0, 300.0, 200.0);
            let drawn: Vec<Drawn> = drawn.into_iter().map(|at| Drawn { at, owner: Some(0) }).collect();
            let taken = [(40.0, 30.0, 80.0, 14.0)];
            let places: Vec<Place> = place(view, &wanted, &taken, &drawn).into_iter().flatten().collect();
            for (index, one) in places.iter().enumerate() {
                prop_assert!(inside(*one, view));
                prop_assert!(!overlap(*one, taken[0]));
                for other in &places[index + 1..] {
                    prop_assert!(!overlap(*one, *other), "{one:?} {other:?}");
                }
            }
        }

        #[test]
        fn five_labels_always_find_room(wanted in prop::collection::vec(label(), 1..=5)) {
            let places = place((40.0, 30.0, 300.0, 200.0), &wanted, &[], &[]);
            prop_assert!(places.iter().all(Option::is_some));
        }
    }

    #[test]
    fn a_lone_label_stands_right_of_its_anchor() {
        let wanted = Wanted {
            anchors: vec![(100.0, 100.0)],
            size: (50.0, 14.0),
        };
        let places = place((0.0, 0.0, 300.0, 200.0), &[wanted], &[], &[]);
        assert_eq!(places, [Some((106.0, 93.0, 50.0, 14.0))]);
    }
}

//! Puts labels where they can be read: near what they name, inside the view, never over one another.
//!
//! Each label is tried at many places around its anchor. Places that touch another label are out; of the others the
//! cheapest wins, where distance costs a little and covering drawn lines costs more. First come, first served, so the
//! caller lists the important labels first.

/// x, y (top left), width, height [user units].
pub(crate) type Place = (f64, f64, f64, f64);

/// A label that wants a place.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) anchor: (f64, f64),
    pub(crate) size: (f64, f64),
}

/// Room between an anchor and its label, and between two labels [user units].
const GAP: f64 = 5.0;

/// A place for each of `wanted`, in order, or none where there is no room left.
///
/// No two places overlap, none overlaps `taken`, all lie inside `view`. `drawn` are points of lines better left visible.
pub(crate) fn place(
    view: Place,
    wanted: &[Wanted],
    taken: &[Place],
    drawn: &[(f64, f64)],
) -> Vec<Option<Place>> {
    let mut used: Vec<Place> = taken.to_vec();
    wanted
        .iter()
        .map(|label| {
            let best = candidates(view, label)
                .filter(|place| !used.iter().any(|other| overlap(*place, *other)))
                .map(|place| (cost(place, label, drawn), place))
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .map(|(_, place)| place);
            used.extend(best);
            best
        })
        .collect()
}

/// Right of the anchor, left of it and centred, at every height; those that fit into the view.
fn candidates(view: Place, label: &Wanted) -> impl Iterator<Item = Place> {
    let (width, height) = label.size;
    let (x, y) = label.anchor;
    let (left, top, right, bottom) = (view.0, view.1, view.0 + view.2, view.1 + view.3);
    let clamp = move |x: f64| x.min(right - width).max(left);
    let columns = [
        x + GAP,
        x - GAP - width,
        x - width / 2.0,
        clamp(x - width / 2.0),
        clamp(x + GAP),
    ];
    let near = [
        y - height / 2.0,
        y - height - GAP / 2.0,
        y + GAP / 2.0,
        bottom - height,
    ];
    let rows = (0..200).map(move |row| top + 2.0 * f64::from(row));
    let rows: Vec<f64> = near.into_iter().chain(rows).collect();
    columns
        .into_iter()
        .flat_map(move |x| rows.clone().into_iter().map(move |y| (x, y, width, height)))
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

fn cost(place: Place, label: &Wanted, drawn: &[(f64, f64)]) -> f64 {
    let margin = 2.0;
    let covered = drawn
        .iter()
        .filter(|(x, y)| {
            *x > place.0 - margin
                && *x < place.0 + place.2 + margin
                && *y > place.1 - margin
                && *y < place.1 + place.3 + margin
        })
        .count();
    distance(place, label.anchor) + 4.0 * covered as f64
}

/// From the anchor to the nearest edge, plus a little for the middle so that "beside" wins over "above".
fn distance(place: Place, (x, y): (f64, f64)) -> f64 {
    let across = (place.0 - x).max(x - place.0 - place.2).max(0.0);
    let along = (place.1 - y).max(y - place.1 - place.3).max(0.0);
    let middle = (place.1 + place.3 / 2.0 - y).abs();
    libm::sqrt(across * across + along * along) + 0.3 * middle
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
                anchor: (x, y),
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
            anchor: (100.0, 100.0),
            size: (50.0, 14.0),
        };
        let places = place((0.0, 0.0, 300.0, 200.0), &[wanted], &[], &[]);
        assert_eq!(places, [Some((105.0, 93.0, 50.0, 14.0))]);
    }
}

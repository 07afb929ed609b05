//! Bisection: where what holds below stops to hold.

/// Halves the bracket from `low` to `high` until nothing lies between its ends, `steps` times at most.
///
/// `below` says whether a number lies below what is sought.
pub(crate) fn bisect(
    mut low: f64,
    mut high: f64,
    steps: u32,
    below: impl Fn(f64) -> bool,
) -> (f64, f64) {
    for _ in 0..steps {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low, high)
}

/// The middle of that bracket.
pub(crate) fn root(low: f64, high: f64, steps: u32, below: impl Fn(f64) -> bool) -> f64 {
    let (low, high) = bisect(low, high, steps, below);
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::{bisect, root};

    #[test]
    fn the_bracket_ends_at_neighbours_around_what_is_sought() {
        let (low, high) = bisect(0.0, 10.0, 200, |x| x * x < 2.0);
        assert!(low * low < 2.0 && high * high >= 2.0);
        assert_eq!(low.next_up(), high);
        assert_eq!(bisect(0.0, 8.0, 2, |x| x < 3.0), (2.0, 4.0));
        assert_eq!(root(0.0, 8.0, 2, |x| x < 3.0), 3.0);
    }
}

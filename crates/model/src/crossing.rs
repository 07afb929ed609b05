//! Where a function crosses zero, from few values of it.

/// A place, and the function there.
pub(crate) type Point = (f64, f64);

/// Narrows a bracket, from a place with a value below zero to one above, until it is no wider than `width` says of its place.
///
/// A step goes where the last three values lead, by inverse quadratic interpolation, if they lie on a curve that it can follow, else
/// to the middle: Chandrupatla, *Advances in Engineering Software* 28 (1997). No step is shorter than a part of the width asked
/// for: so the bracket closes from both sides.
///
/// # Errors
/// Those of `f`.
pub(crate) fn narrow<E>(
    low: Point,
    high: Point,
    width: impl Fn(f64) -> f64,
    mut f: impl FnMut(f64) -> Result<f64, E>,
) -> Result<(f64, f64), E> {
    // The crossing is always between the last place and the one across from it.
    let (mut last, mut across) = (high, low);
    let mut part = last.1 / (last.1 - across.1);
    loop {
        let length = across.0 - last.0;
        let wide = width(last.0);
        let middle = last.0 + 0.5 * length;
        if length.abs() <= wide || middle == last.0 || middle == across.0 {
            return Ok((last.0.min(across.0), last.0.max(across.0)));
        }
        let least = 0.4 * wide / length.abs();
        let part_here = if part.is_finite() { part } else { 0.5 };
        let at = last.0 + part_here.clamp(least, 1.0 - least) * length;
        let at = if at == last.0 || at == across.0 {
            middle
        } else {
            at
        };
        let new = (at, f(at)?);
        let before = if (new.1 < 0.0) == (last.1 < 0.0) {
            last
        } else {
            std::mem::replace(&mut across, last)
        };
        last = new;
        part = next(last, across, before);
    }
}

/// Which part of the way across to go.
fn next(last: Point, across: Point, before: Point) -> f64 {
    let x = (last.0 - across.0) / (before.0 - across.0);
    let y = (last.1 - across.1) / (before.1 - across.1);
    if !(1.0 - (1.0 - x).sqrt() < y && y < x.sqrt()) {
        return 0.5;
    }
    last.1 / (across.1 - last.1) * before.1 / (across.1 - before.1)
        + (before.0 - last.0) / (across.0 - last.0) * last.1 / (before.1 - last.1) * across.1
            / (before.1 - across.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bracket, and how many values it took.
    fn narrowed(f: impl Fn(f64) -> f64, from: f64, to: f64, width: f64) -> (f64, f64, u32) {
        let mut count = 0;
        let counted = |x: f64| -> Result<f64, ()> {
            count += 1;
            Ok(f(x))
        };
        let ends = ((from, f(from)), (to, f(to)));
        let (low, high) = narrow(ends.0, ends.1, |_| width, counted).unwrap();
        (low, high, count)
    }

    #[test]
    fn the_bracket_is_as_narrow_as_asked_around_the_crossing() {
        let cases: [(&dyn Fn(f64) -> f64, f64); 5] = [
            (&|x| x - 3.0, 3.0),
            (&|x| x * x * x - 27.0, 3.0),
            (&|x| libm::exp(x) - libm::exp(3.0), 3.0),
            (&|x| 7.0 / (10.0 - x) - 1.0, 3.0),
            (&|x| if x < 3.0 { -1e-3 } else { 1e6 }, 3.0),
        ];
        for (number, (f, root)) in cases.into_iter().enumerate() {
            let (low, high, count) = narrowed(f, 0.0, 9.0, 1e-6);
            assert!(
                low <= root && root <= high && high - low <= 1e-6,
                "{number}: {low} {high}"
            );
            assert!(f(low) < 0.0 && f(high) >= 0.0, "{number}: {low} {high}");
            assert!(count <= 35, "{number}: {count}");
        }
    }

    #[test]
    fn a_line_takes_three_values_and_a_curve_fewer_than_halvings() {
        let (.., line) = narrowed(|x| x - 3.0, 0.0, 9.0, 1e-6);
        assert!(line <= 3, "{line}");
        let (.., curve) = narrowed(|x| x * x * x - 27.0, 0.0, 9.0, 1e-6);
        assert!(curve <= 12, "{curve}"); // 24 halvings
    }

    #[test]
    fn neighbours_end_it_however_narrow_a_bracket_is_asked_for() {
        let (low, high, _) = narrowed(|x| x * x - 2.0, 1.0, 2.0, 0.0);
        assert!(low.next_up() == high && low * low < 2.0, "{low} {high}");
    }
}

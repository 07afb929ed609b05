//! Interpolation: a smooth curve between known points.

/// The values at `x` of the polynomials through these points, as many at once as each point has (Lagrange). No two points
/// stand at the same place.
pub(crate) fn lagrange<'a, const N: usize>(
    points: &(impl Iterator<Item = &'a (f64, [f64; N])> + Clone),
    x: f64,
) -> [f64; N] {
    let mut sums = [0.0; N];
    for (here, values) in points.clone() {
        let others = points.clone().filter(|(there, _)| there != here);
        let weight: f64 = others
            .map(|(there, _)| (x - there) / (here - there))
            .product();
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += weight * value;
        }
    }
    sums
}

/// The polynomials through points with as many values each, in barycentric form: what all places have in common is computed
/// once (Berrut and Trefethen, SIAM Review 46, 2004).
pub(crate) struct Polynomials<const POINTS: usize, const N: usize> {
    points: [(f64, [f64; N]); POINTS],
    weights: [f64; POINTS], // one over the product of a point's distances to the others
    highest: [f64; N],      // the highest coefficients
}

impl<const POINTS: usize, const N: usize> Polynomials<POINTS, N> {
    /// No two points stand at the same place.
    pub(crate) fn through(points: [(f64, [f64; N]); POINTS]) -> Self {
        let weights = points.map(|(here, _)| {
            let others = points.iter().filter(|(there, _)| *there != here);
            1.0 / others.map(|(there, _)| here - there).product::<f64>()
        });
        let mut highest = [0.0; N];
        for ((_, values), weight) in points.iter().zip(weights) {
            for (sum, value) in highest.iter_mut().zip(values) {
                *sum += weight * value;
            }
        }
        Self {
            points,
            weights,
            highest,
        }
    }

    /// The values at `x`.
    pub(crate) fn at(&self, x: f64) -> [f64; N] {
        let (mut sums, mut all) = ([0.0; N], 0.0);
        for ((here, values), weight) in self.points.iter().zip(self.weights) {
            if x == *here {
                return *values;
            }
            let share = weight / (x - here);
            all += share;
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += share * value;
            }
        }
        sums.map(|sum| sum / all)
    }

    /// How far, relative, each value of a point is from what the others make of it: a polynomial of one degree less.
    pub(crate) fn off(&self, point: usize) -> [f64; N] {
        let (values, weight) = (self.points[point].1, self.weights[point]);
        std::array::from_fn(|n| self.highest[n] / weight / values[n])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A parabola and a line through three points are themselves, anywhere.
    #[test]
    fn polynomials_are_reproduced() {
        let at = |x: f64| (x, [x * x - 3.0 * x, 2.0 - x]);
        let points = [at(1.0), at(1.5), at(4.0)];
        for x in [-2.0, 1.5, 2.0, 7.0] {
            let (found, expected) = (lagrange(&points.iter(), x), at(x).1);
            let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-12;
            assert!(found.iter().zip(&expected).all(near), "{x}: {found:?}");
        }
    }

    /// In barycentric form, too; a point is as far off as the polynomial through the others says.
    #[test]
    fn the_barycentric_form_is_the_same() {
        let at = |x: f64| (x, [libm::exp(x), 2.0 - x]);
        let points = [at(1.0), at(1.5), at(1.75), at(4.0)];
        let curves = Polynomials::through(points);
        let close = |found: [f64; 2], expected: [f64; 2]| {
            let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-12;
            assert!(found.iter().zip(&expected).all(near), "{found:?}");
        };
        for x in [0.0, 1.5, 1.6, 3.0] {
            close(curves.at(x), lagrange(&points.iter(), x));
        }
        for (index, (x, values)) in points.iter().enumerate() {
            let others = points.iter().filter(|(there, _)| there != x);
            let [expected, _] = lagrange(&others.collect::<Vec<_>>().into_iter(), *x);
            close(curves.off(index), [1.0 - expected / values[0], 0.0]);
        }
    }
}

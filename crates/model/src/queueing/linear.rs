//! Linear equations.

/// Gauss's elimination, a row an equation with its right side last. `None` if they have no single solution.
///
/// Without pivoting: for matrices that are diagonally dominant, as those of traffic and of waits are.
pub(crate) fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    for k in 0..n {
        let (done, rest) = rows.split_at_mut(k + 1);
        let pivot = &done[k];
        if pivot[k].is_nan() || pivot[k] < 1e-12 {
            return None;
        }
        for row in rest {
            let factor = row[k] / pivot[k];
            for (cell, above) in row.iter_mut().zip(pivot).skip(k) {
                *cell -= factor * above;
            }
        }
    }
    let mut solution = vec![0.0; n];
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|j| rows[k][j] * solution[j]).sum();
        solution[k] = (rows[k][n] - known) / rows[k][k];
    }
    Some(solution)
}

//! How many are at stations: generating functions and their first coefficients.

/// Poles, and the degree of a polynomial, that are rarely exceeded.
const USUAL: usize = 32;

/// The generating function of a sum of numbers at stations: a polynomial over the product of 1 - rz.
pub(super) struct Fraction {
    polynomial: Vec<f64>,
    poles: Vec<f64>,   // the r
    station: Vec<f64>, // room for the polynomial of one station
    thin: Vec<f64>,    // and for some of its customers
}

impl Fraction {
    pub(super) fn one() -> Self {
        let mut polynomial = Vec::with_capacity(USUAL);
        polynomial.push(1.0);
        Self {
            polynomial,
            poles: Vec::with_capacity(USUAL),
            station: Vec::new(),
            thin: Vec::new(),
        }
    }

    /// The numbers of our customers at `copies` M/M/c stations, to whom the part `p` of all customers there belongs, join the
    /// sum, as far as its first `length` probabilities.
    ///
    /// The probabilities w of M/M/c fall like a^k/k! up to c and geometrically from there: the polynomial has the
    /// coefficients w_k - w_(k-1) a/c for k below c, none of them negative, over 1 - za/c. Keeping each customer with
    /// probability p turns z into 1 - p + pz.
    pub(super) fn add(
        &mut self,
        (offered, servers): (f64, u32),
        (p, copies): (f64, u32),
        length: usize,
    ) {
        let q = 1.0 - p;
        let load = offered / f64::from(servers);
        let all = (1.0 - load) / (1.0 - load * q);
        self.numbers(offered, servers as usize, all);
        let one = if q > 0.0 {
            thin(&mut self.thin, &self.station, p, q);
            &self.thin
        } else {
            &self.station
        };
        for _ in 0..copies {
            multiply(&mut self.polynomial, one, length);
            self.poles.push(load * p / (1.0 - load * q));
        }
    }

    /// The polynomial of one station, with this sum.
    fn numbers(&mut self, offered: f64, servers: usize, sum: f64) {
        let station = &mut self.station;
        around(station, offered, servers);
        for k in (1..servers).rev() {
            station[k] = station[k - 1] * offered * (1.0 / k as f64 - 1.0 / servers as f64);
        }
        let scale = sum / station.iter().sum::<f64>();
        station.iter_mut().for_each(|x| *x *= scale);
    }

    /// These numbers join others, whose probabilities are `inside`; the sum has this `mean`.
    pub(super) fn times(&self, inside: &mut [f64], mean: f64) {
        let before = inside.to_vec();
        inside.fill(0.0);
        for (k, factor) in self.polynomial.iter().enumerate() {
            for (x, before) in inside[k..].iter_mut().zip(&before) {
                *x += factor * before;
            }
        }
        divide(inside, &self.poles, mean);
    }
}

/// A polynomial of q + pz as one of z, by Horner's rule.
fn thin(thin: &mut Vec<f64>, polynomial: &[f64], p: f64, q: f64) {
    thin.clear();
    for weight in polynomial.iter().rev() {
        thin.push(0.0);
        for n in (1..thin.len()).rev() {
            thin[n] = q * thin[n] + p * thin[n - 1];
        }
        thin[0] = q * thin[0] + weight;
    }
}

/// The product with a short polynomial, cut at a length.
fn multiply(polynomial: &mut Vec<f64>, other: &[f64], length: usize) {
    if let [all] = other {
        polynomial.iter_mut().for_each(|x| *x *= all);
        return;
    }
    polynomial.resize((polynomial.len() + other.len() - 1).min(length), 0.0);
    for n in (0..polynomial.len()).rev() {
        let terms = other.iter().take(n + 1).enumerate();
        polynomial[n] = terms.map(|(k, x)| x * polynomial[n - k]).sum();
    }
}

/// The poles that are divided by in one pass: the processor works on several numbers of the chain at once.
const TOGETHER: usize = 8;
/// So far beyond the mean, what is less than this is as good as nothing. `[1]`
const NOTHING: f64 = 1e-40;

/// The quotient by 1 - rz for each r: every number gets r times the one before it. Beyond the mean numbers only fall.
fn divide(inside: &mut [f64], poles: &[f64], mean: f64) {
    for some in poles.chunks(TOGETHER) {
        let (mut r, mut last) = ([0.0; TOGETHER], [0.0; TOGETHER]);
        r[..some.len()].copy_from_slice(some);
        let mut rest = inside.len();
        for (n, x) in inside.iter_mut().enumerate() {
            for (last, r) in last.iter_mut().zip(r) {
                *x += r * *last;
                *last = *x;
            }
            if *x < NOTHING && n as f64 > mean {
                rest = n;
                break;
            }
        }
        inside[rest..].fill(0.0);
    }
}

/// Poisson probabilities of 0 to `length - 1`.
pub(super) fn poisson(mean: f64, length: usize) -> Vec<f64> {
    if mean > 500.0 {
        // Enough terms beyond the mean that what is cut off is below 1e-16.
        let whole = (mean + 12.0 * mean.sqrt() + 40.0) as usize;
        let mut weights = Vec::new();
        around(&mut weights, mean, whole.max(length));
        let total: f64 = weights.iter().sum();
        weights.truncate(length);
        weights.iter_mut().for_each(|w| *w /= total);
        return weights;
    }
    let mut weights = vec![0.0; length];
    let mut p = libm::exp(-mean);
    for (k, weight) in weights.iter_mut().enumerate() {
        *weight = p;
        p *= mean / (k + 1) as f64;
        if p < NOTHING && k as f64 > mean {
            break;
        }
    }
    weights
}

/// mean^k/k! for k from 0 to `length - 1`, in units of the largest.
fn around(weights: &mut Vec<f64>, mean: f64, length: usize) {
    let mode = (mean as usize).min(length - 1);
    weights.clear();
    weights.resize(length, 0.0);
    weights[mode] = 1.0;
    for k in mode + 1..length {
        weights[k] = weights[k - 1] * mean / k as f64;
    }
    for k in (0..mode).rev() {
        weights[k] = weights[k + 1] * (k + 1) as f64 / mean;
    }
}

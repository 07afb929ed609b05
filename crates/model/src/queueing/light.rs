//! Light traffic: how long those wait who seldom have to.
//!
//! ```text
//! server 1  ########|------>      who finds all servers busy waits for the first of them to be free: for the least of
//! server 2  ####|----->           what their services have left. One slow service hardly matters before several servers,
//!             arrival ^           which it does where the queue is long.
//! ```

/// More servers count as so many: there hardly anybody waits, and the sum stays above the smallest number.
const MOST_SERVERS: u32 = 1_000;
/// A service as regular as this is exponential. `[1]`, excess of half of (1 + C²) over 1
const EXPONENTIAL: f64 = 1e-9;

/// The wait of those who have to in light traffic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Light {
    pub(crate) mean: f64, // [1], over that with exponential services of the same mean; from 1
    pub(crate) variation: f64, // [1], squared coefficient; from 1
}

impl Light {
    /// As with exponential services.
    pub(crate) const EXPONENTIAL: Self = Self {
        mean: 1.0,
        variation: 1.0,
    };

    /// The least of as many independent equilibrium residual services as there are servers; how likely a wait is depends on
    /// the mean service alone. Source: Burman and Smith, "A Light-Traffic Theorem for Multi-Server Queues", Mathematics of
    /// Operations Research 8(1), 1983; conjectured by Boxma, Cohen and Huffels, 1979.
    ///
    /// `moments` are the first three of the service over 1, 2 and 6, as of an exponential: the service is taken for a mixture
    /// of two exponentials that have them, which it is if there are two kinds of it. `None` where there is no such mixture:
    /// services more regular than exponential.
    pub(crate) fn of([mean, second, third]: [f64; 3], servers: u32) -> Option<Self> {
        // In units of the mean, moments of the exponentials' means: those of the two are the nodes of Gauss's rule.
        let (second, third) = (second / (mean * mean), third / (mean * mean * mean));
        if (second - 1.0).abs() <= EXPONENTIAL {
            return Some(Self::EXPONENTIAL);
        }
        if !(second > 1.0 && third > second * second && third.is_finite()) {
            return None;
        }
        let sum = (third - second) / (second - 1.0);
        let product = sum - second;
        let apart = (sum * sum - 4.0 * product).max(0.0).sqrt();
        let long = 0.5 * (sum + apart);
        let short = product / long;
        // Of a server that is busy: with which kind.
        let busy = long * (1.0 - short) / (long - short);
        let kinds = if busy > 0.5 {
            [(busy, long), (1.0 - busy, short)]
        } else {
            [(1.0 - busy, short), (busy, long)]
        };
        let (one, two) = first_free(kinds, servers.min(MOST_SERVERS));
        let light = Self {
            mean: one.clamp(1.0, second),
            variation: (two / (one * one) - 1.0).max(1.0),
        };
        light.variation.is_finite().then_some(light)
    }
}

/// Two moments of the time until the first of some busy servers is free, each times as many as there are servers; the more
/// frequent kind of service first.
fn first_free([(often, one), (seldom, other)]: [(f64, f64); 2], servers: u32) -> (f64, f64) {
    let all = f64::from(servers);
    let (mut chance, mut mean, mut square) = (libm::pow(often, all), 0.0, 0.0);
    for number in 0..=servers {
        let number = f64::from(number);
        let first = all / ((all - number) / one + number / other);
        mean += chance * first;
        square += 2.0 * chance * first * first;
        chance *= (all - number) / (number + 1.0) * seldom / often;
    }
    (mean, square)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One in eleven takes five times as long as the others.
    fn mixed() -> [f64; 3] {
        let moment = |n| (10.0 * 8.0_f64.powi(n) + 40.0_f64.powi(n)) / 11.0;
        [moment(1), moment(2), moment(3)]
    }

    fn mean(servers: u32) -> f64 {
        Light::of(mixed(), servers).unwrap().mean
    }

    /// By hand: busy servers do the short kind two times of three, and the least of two exponentials is one.
    #[test]
    fn two_servers_are_as_by_hand() {
        let (short, long, both) = (8.0 / 2.0, 40.0 / 2.0, 1.0 / (1.0 / 8.0 + 1.0 / 40.0));
        let expected = (4.0 * short + long + 4.0 * both) / 9.0 * 2.0 / (120.0 / 11.0);
        assert!((mean(2) - expected).abs() < 1e-12);
    }

    /// One server: the mean residual service, by Pollaczek and Khinchine. Many: nothing of the slow ones is left.
    #[test]
    fn one_server_waits_for_all_of_it_and_many_for_the_mean() {
        let [one, second, third] = mixed();
        let light = Light::of([one, second, third], 1).unwrap();
        assert!((light.mean - second / (one * one)).abs() < 1e-12);
        let square = 2.0 * third / one;
        let variation = square / (second / one * second / one) - 1.0;
        assert!((light.variation - variation).abs() < 1e-12, "{light:?}");
        let waits: Vec<f64> = [1, 2, 4, 16, 256, 5_000].map(mean).to_vec();
        assert!(waits.windows(2).all(|two| two[1] < two[0]), "{waits:?}");
        assert!((waits[5] - 1.0).abs() < 1e-2, "{waits:?}");
    }

    #[test]
    fn exponential_services_are_one_and_regular_ones_have_no_mixture() {
        assert_eq!(Light::of([3.0, 9.0, 27.0], 4), Some(Light::EXPONENTIAL));
        assert_eq!(Light::of([1.0, 0.5, 1.0 / 6.0], 4), None);
        assert_eq!(Light::of([1.0, 2.0, 3.0], 4), None);
    }
}

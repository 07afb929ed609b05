//! One file, one connection: by rounds and segment by segment.

use super::{cdn, table, tcp};
use model::components::cdn::{Source, Tls, Transport, Video, Way, loss_bound};
use model::prelude::*;

const ROUNDS: [f64; 6] = [5.0, 12.5, 29.0, 80.6, 181.0, 300.0];
const SIZES: [f64; 7] = [1e3, 1e4, 14_601.0, 1e5, 1e6, 1e7, 1e8];
const LINES: [f64; 5] = [5.0, 20.0, 100.0, 400.0, 1000.0];

fn direct(transport: Transport, rtt: f64, line: f64) -> Way {
    Way::direct(&transport, ms(rtt), megabits(line)).unwrap()
}

/// Half a nanosecond of rounding for every segment and a few for the rounds.
fn rounding(size: f64) -> f64 {
    (size / 1460.0 + 100.0) * 1e-9
}

fn assert_agree(way: &Way, size: f64, context: &str) {
    let closed = way.fetch(bytes(size)).unwrap();
    let simulated = way.simulate_fetch(bytes(size)).unwrap();
    for (a, b) in [
        (closed.found, simulated.found),
        (closed.connected, simulated.connected),
        (closed.first_byte, simulated.first_byte),
        (closed.last_byte, simulated.last_byte),
    ] {
        assert!(
            (a - b).seconds().abs() <= rounding(size),
            "{context}: {a} against {b}"
        );
    }
}

#[test]
fn segment_by_segment_is_the_closed_form_without_loss() {
    for rtt in ROUNDS {
        for size in SIZES {
            for line in LINES {
                let context = format!("{rtt} ms, {size} B, {line} Mb/s");
                assert_agree(&direct(tcp(Tls::V13), rtt, line), size, &context);
                let narrow = tcp(Tls::V12).receive_window(kib(300.0)).look_up(ms(7.0));
                assert_agree(
                    &direct(narrow, rtt, line),
                    size,
                    &format!("{context}, 300 KiB"),
                );
                let behind = direct(tcp(Tls::V13), rtt, line)
                    .behind(ms(90.0), true)
                    .unwrap();
                assert_agree(&behind, size, &format!("{context}, kept"));
            }
        }
    }
}

/// Behind a new connection the closed form is exact where that is the longer one, else a lower bound that misses less than
/// the client's own slow start.
#[test]
fn behind_a_new_connection_the_longer_one_paces() {
    for rtt in ROUNDS {
        for size in &SIZES[..6] {
            for line in LINES {
                for far in [20.0, 100.0, 200.0] {
                    let way = direct(tcp(Tls::V13), rtt, line)
                        .behind(ms(far), false)
                        .unwrap();
                    let context = format!("{rtt} ms + {far} ms, {size} B, {line} Mb/s");
                    if far >= rtt + 1460.0 * 8.0 / line / 1e3 {
                        assert_agree(&way, *size, &context);
                    }
                    let closed = way.fetch(bytes(*size)).unwrap().last_byte;
                    let simulated = way.simulate_fetch(bytes(*size)).unwrap().last_byte;
                    let gap = (simulated - closed).seconds();
                    assert!(
                        gap >= -rounding(*size) && gap <= far / 1e3,
                        "{context}: {closed}, {simulated}"
                    );
                }
            }
        }
    }
}

/// Kurose and Ross, Computer Networking (3rd ed.), 3.7.2, with S = 536 B, RTT = 100 ms and O = 100 kB:
/// latency = 2 RTT + O/R + P (RTT + S/R) - (2^P - 1) S/R, P = min(Q, K - 1).
#[test]
fn one_segment_to_begin_with_is_the_textbooks_slow_start() {
    let (s, rtt, o) = (536.0 * 8.0, 0.1, 1e5 * 8.0);
    for rate in [28e3, 100e3, 1e6, 10e6] {
        let covers = f64::log2(o / s + 1.0).ceil();
        let stalls = f64::log2(1.0 + rtt / (s / rate)).floor() + 1.0;
        let p = stalls.min(covers - 1.0);
        let latency = 2.0 * rtt + o / rate + p * (rtt + s / rate) - (p.exp2() - 1.0) * s / rate;
        let transport = Transport::tcp()
            .tls(Tls::None)
            .segment(bytes(536.0))
            .initial_window(1);
        let way = Way::direct(&transport, seconds(rtt), megabits(rate / 1e6)).unwrap();
        let fetch = way.fetch(bytes(1e5)).unwrap();
        assert!(
            (fetch.last_byte.seconds() - latency).abs() < 1e-9,
            "{rate}: {} {latency}",
            fetch.last_byte
        );
    }
}

#[test]
fn handshakes_cost_what_the_standards_say() {
    for (tls, trips) in [
        (Tls::None, 1.0),
        (Tls::Resumed, 1.0),
        (Tls::V13, 2.0),
        (Tls::V12, 3.0),
    ] {
        let way = direct(tcp(tls).look_up(ms(15.0)), 181.0, 50.0);
        let fetch = way.fetch(bytes(1000.0)).unwrap();
        let connected = 15.0 + trips * 181.0;
        assert!((fetch.connected.millis() - connected).abs() < 1e-9);
        // One more for request and answer, and 1 000 bytes on the line.
        let there = connected + 181.0 + 1000.0 * 8.0 / 50e3;
        assert!((fetch.last_byte.millis() - there).abs() < 1e-9);
    }
}

/// 1 MB at 50 Mb/s, 685 segments of 233.6 us: rounds of 10, 20, 40 ... Of Toronto's 181 ms a window of 776 segments would
/// fill the line, so all of the six gaps before the last round are waited for; of Tokyo's 29 ms the fifth round does.
#[test]
fn korea_from_toronto_and_from_tokyo() {
    let cdn = cdn(gib(1.0));
    let fetch = |source| {
        cdn.way("Seoul", source)
            .unwrap()
            .fetch(bytes(1e6))
            .unwrap()
            .last_byte
            .seconds()
    };
    let tau = 1460.0 * 8.0 / 50e6;
    let expected = |rtt: f64, rounds: i32, thinking: f64| {
        let before = 10.0 * (2_f64.powi(rounds) - 1.0) * 1460.0;
        3.0 * rtt + thinking + f64::from(rounds) * (rtt + tau) + (1e6 - before) * 8.0 / 50e6
    };
    assert!((fetch(Source::Origin) - expected(0.181, 6, 0.020)).abs() < 1e-9);
    assert!((fetch(Source::Edge) - expected(0.029, 4, 0.001)).abs() < 1e-9);
    // A miss costs one more round trip, Tokyo to Toronto, and the origin's time.
    let miss = fetch(Source::Edge) + 0.159 + 0.020;
    assert!((fetch(Source::Miss) - miss).abs() < 1e-9);
    // And still it is half of what the way without an edge costs: the many round trips are the short ones.
    assert!(fetch(Source::Miss) < 0.5 * fetch(Source::Origin));
}

#[test]
fn nothing_is_faster_than_light() {
    for row in table().rows() {
        let Some(floor) = table().floor(&row.from, &row.to) else {
            continue;
        };
        let fetch = direct(tcp(Tls::None), row.time.millis(), 1e6)
            .fetch(bytes(1.0))
            .unwrap();
        assert!(fetch.first_byte >= floor * 2.0 && fetch.connected >= floor);
    }
}

#[test]
fn more_bandwidth_or_less_distance_is_never_slower() {
    for size in SIZES {
        let time = |rtt, line| {
            direct(tcp(Tls::V13), rtt, line)
                .fetch(bytes(size))
                .unwrap()
                .last_byte
        };
        for rtt in ROUNDS.windows(2) {
            for line in LINES.windows(2) {
                assert!(time(rtt[0], line[0]) <= time(rtt[1], line[0]));
                assert!(time(rtt[0], line[1]) <= time(rtt[0], line[0]));
            }
        }
    }
}

#[test]
fn a_small_page_gains_by_distance_and_a_large_file_by_bandwidth() {
    let time = |size, rtt, line| {
        direct(tcp(Tls::V13), rtt, line)
            .fetch(bytes(size))
            .unwrap()
            .last_byte
    };
    assert!(time(1e3, 100.0, 200.0) > time(1e3, 100.0, 20.0) * 0.99);
    assert!(time(1e3, 50.0, 20.0) < time(1e3, 100.0, 20.0) * 0.51);
    assert!(time(1e8, 10.0, 200.0) < time(1e8, 10.0, 20.0) * 0.11);
    assert!(time(1e8, 5.0, 20.0) > time(1e8, 10.0, 20.0) * 0.99);
}

#[test]
fn a_video_plays_where_the_line_carries_it_and_both_witnesses_say_so() {
    let video = |mb: f64, buffer: f64| Video {
        bitrate: megabits(mb),
        length: seconds(15.0),
        buffer: seconds(buffer),
    };
    for rtt in ROUNDS {
        for line in [5.0, 20.0, 100.0] {
            for bitrate in [1.0, 4.9, 8.0, 19.5] {
                for buffer in [0.0, 0.5, 4.0] {
                    for window in [None, Some(kib(100.0))] {
                        let transport = tcp(Tls::V13);
                        let transport =
                            window.map_or(transport, |window| transport.receive_window(window));
                        let (way, video) = (direct(transport, rtt, line), video(bitrate, buffer));
                        let context = format!("{rtt} ms, {line} Mb/s, {video:?}, {window:?}");
                        let (closed, simulated) = (
                            way.play(&video).unwrap(),
                            way.simulate_play(&video).unwrap(),
                        );
                        let off = |a: Time, b: Time| (a - b).seconds().abs();
                        let rounding = rounding(video.size().bytes());
                        assert!(
                            off(closed.starts, simulated.starts) <= rounding,
                            "{context}"
                        );
                        assert!(
                            off(closed.stall, simulated.stall) <= 2.0 * rounding,
                            "{context}: {closed:?} {simulated:?}"
                        );
                        // After 4 s of buffer, 11 s have to arrive while 15 s play.
                        if way.throughput() * 1.4 < video.bitrate {
                            assert!(!closed.plays_through(), "{context}");
                        }
                    }
                }
            }
        }
    }
    // The text: 8 Mb/s and two seconds at the start, to Korea from Canada and from Tokyo.
    let cdn = cdn(gib(1.0)).access(megabits(20.0));
    let starts = |source| {
        cdn.way("Seoul", source)
            .unwrap()
            .play(&video(8.0, 2.0))
            .unwrap()
            .starts
    };
    assert!(starts(Source::Edge) < starts(Source::Origin) * 0.6);
}

/// sqrt(3/2) segments a round trip over the square root of the loss: 1 460 B, 100 ms, 1 in 10 000 is 1.788 MB/s.
#[test]
fn loss_bounds_the_rate() {
    let bound = loss_bound(bytes(1460.0), ms(100.0), 1e-4).unwrap();
    assert!((bound.per_second() - 14_600.0 * 1.5_f64.sqrt() * 100.0).abs() < 1e-6);
    assert!(loss_bound(bytes(1460.0), ms(100.0), 0.0).is_err());
}

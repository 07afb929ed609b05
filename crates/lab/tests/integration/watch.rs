//! Single requests: the picture, what the page is told, and what is said where there is nothing to see.

use crate::figures::check_picture;
use crate::golden::compare_with_stored;
use crate::support::{before_and_after, html, panic_of, pictures, shown};
use lab::prelude::*;
use lab::watch::watch_path;
use model::simulation::{Doing, End, Part, Place, Span, Story};
use proptest::prelude::*;
use serde_json::Value;

/// What happens at a station or pool, from when to when [ms].
fn span(job: usize, doing: Doing, place: Option<(usize, bool)>, from: f64, until: f64) -> Span {
    let place = place.map(|(group, pool)| Place {
        group,
        name: "any".into(),
        machine: 0,
        index: 0,
        pool,
    });
    let (from, until) = (ms(from), ms(until));
    Span {
        job,
        doing,
        place,
        from,
        until,
    }
}

fn story(arrived: f64, ended: f64, end: End, spans: Vec<Span>) -> Story {
    let part = |route| Part {
        route,
        started: Time::ZERO,
        ended: ms(ended),
        end,
        given_up: (end == End::TimedOut).then(|| ms(ended)),
    };
    let jobs = spans.iter().map(|span| span.job).max().unwrap_or(0);
    Story {
        arrived: ms(arrived),
        ended: ms(ended),
        end,
        jobs: (0..=jobs).map(part).collect(),
        spans,
    }
}

/// Two machines and everything that can happen, by hand.
fn by_hand() -> SamplePath {
    use Doing::{Delayed, Holding, Served, Waiting, WaitingForPlace};
    let (door, web, store) = (Some((0, true)), Some((0, false)), Some((1, false)));
    let stand = |component, machine: &str, resource, group, pool, servers| Stand {
        component,
        machine: machine.to_owned(),
        resource,
        group,
        index: 0,
        pool,
        machines: 1,
        servers,
    };
    let stands = vec![
        stand(
            Component::WebServer,
            "web server",
            Resource::Workers,
            0,
            true,
            2,
        ),
        stand(
            Component::WebServer,
            "web server",
            Resource::Cores,
            0,
            false,
            1,
        ),
        stand(
            Component::Database,
            "database",
            Resource::Cores,
            1,
            false,
            1,
        ),
        stand(Component::Replica, "replica", Resource::Cores, 2, false, 1),
    ];
    let requests = vec![
        story(
            0.0,
            12.0,
            End::Answered,
            vec![
                span(0, Holding, door, 0.0, 12.0),
                span(0, Served, web, 0.0, 8.0),
                span(0, Delayed, None, 8.0, 9.0),
                span(0, Served, store, 9.0, 12.0),
                span(1, Served, store, 12.0, 15.0),
            ],
        ),
        story(
            11.0,
            9.0,
            End::Unfinished,
            vec![
                span(0, Holding, door, 0.0, 9.0),
                span(0, Served, web, 0.0, 9.0),
            ],
        ),
        story(
            12.0,
            6.0,
            End::TimedOut,
            vec![
                span(0, Holding, door, 0.0, 8.0),
                span(0, Waiting, web, 0.0, 8.0),
            ],
        ),
        story(
            13.0,
            7.0,
            End::Unfinished,
            vec![span(0, WaitingForPlace, door, 0.0, 7.0)],
        ),
        story(14.0, 0.0, End::Refused, Vec::new()),
    ];
    SamplePath {
        requests,
        from: ms(10.0),
        until: ms(20.0),
        stands,
        overload: None,
    }
}

/// What the page is told.
fn data(html: &str) -> Value {
    let document = roxmltree::Document::parse(html).expect("well-formed");
    let told = document.root_element().attribute("data-watch");
    serde_json::from_str(told.expect("data")).expect("JSON")
}

#[test]
fn golden_watch() {
    let film = watch_path(&by_hand()).named("Five requests");
    compare_with_stored("watch.html", &html(&film));
}

#[test]
fn the_sheet_has_a_row_a_step_and_the_end_of_each_request() {
    let csv = watch_path(&by_hand()).csv().expect("numbers");
    let first = "request,part,does,machine,machine number,resource,\"from, ms\",\"until, ms\"\n\
        1,attempt 1,is served,web server,1,cores,-10,-2\n\
        1,attempt 1,holds,web server,1,workers,-10,2\n\
        1,attempt 1,is on the way,,,,-2,-1\n\
        1,attempt 1,is served,database,1,cores,-1,2\n\
        1,afterwards,is served,database,1,cores,2,5\n\
        1,,is answered,,,,2,2\n\
        2,";
    assert!(csv.starts_with(first), "{csv}");
    for end in [
        "2,,is still inside,,,,10,10\n",
        "3,,is given up,,,,8,8\n",
        "5,,is refused,,,,4,4",
    ] {
        assert!(csv.contains(end), "{end}: {csv}");
    }
    let (one, _) = before_and_after();
    assert_eq!(watch(&one).under(&shop_traffic(0.0)).csv(), None);
}

#[test]
fn the_finding_counts_who_came_waited_and_was_lost() {
    let said = watch_path(&by_hand()).plain();
    // Four came from 10 ms on; two of them waited, 8 ms (for a core) and 7 ms (for a worker). Three of them are inside at 13 ms.
    let finding = "4 requests come within 10\u{202f}ms; 2 of them wait, the longest for 8\u{202f}ms. \
                   Not answered: 1 refused, 1 given up. At most 3 are inside at once, and 2 at the end.";
    assert_eq!(said, finding);
}

#[test]
fn the_page_is_told_whole_microseconds_and_no_place_that_nobody_meets() {
    let told = data(&html(&watch_path(&by_hand())));
    assert_eq!(told["until"], 10_000);
    let spots: Vec<&str> = told["spots"]
        .as_array()
        .expect("spots")
        .iter()
        .filter_map(|spot| spot[1].as_str())
        .collect();
    assert_eq!(spots, ["web server", "web server", "database"]);
    // Came 10 ms before we look, answered 2 ms after; 8 ms on cores (spot 1), 1 ms on the way, 3 ms at spot 2.
    let attempt = serde_json::json!([0, -10_000, -1, [5, 8000, 0, 1000, 7, 3000], [3, 0, 12_000]]);
    let first = &told["requests"][0];
    assert_eq!(
        (&first[0], &first[1], &first[2]),
        (&(-10_000).into(), &2000.into(), &1.into())
    );
    assert_eq!(first[3], attempt);
    assert_eq!(
        told["requests"][4],
        serde_json::json!([4000, 4000, 2, [0, 4000, -1, [], []]])
    );
}

#[test]
fn as_many_come_as_were_asked_for_and_the_path_is_the_models() {
    let (one, _) = before_and_after();
    let traffic = shop_traffic(3e5);
    let told = data(&html(&watch(&one).under(&traffic).requests(37).seed(7)));
    let came = told["requests"].as_array().expect("requests").iter();
    let came = came.filter(|request| request[0].as_i64().is_some_and(|time| time >= 0));
    assert_eq!(came.count(), 37);
    let path = one.sample_path(&traffic, 7, 1000, 37).expect("valid");
    assert_eq!(
        told["requests"].as_array().map(Vec::len),
        Some(path.requests.len())
    );
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    let (_, apart) = before_and_after();
    let film = |seed| shown(&watch(&apart).under(&shop_traffic(3e5)).seed(seed));
    assert_eq!(film(1), film(1));
    assert_ne!(film(1), film(2));
}

#[test]
fn an_overloaded_system_is_watched_from_empty_on() {
    let (one, _) = before_and_after();
    let film = watch(&one).under(&shop_traffic(1e6));
    let said = film.plain();
    assert!(
        said.contains("cores full") && said.contains("From empty on"),
        "{said}"
    );
    let told = data(&html(&film));
    assert_eq!(told["requests"].as_array().map(Vec::len), Some(60));
    check_picture(&pictures(&html(&film))[0]);
}

#[test]
fn every_component_of_a_large_system_is_in_the_key() {
    let system = System::apart((machine("t3.medium"), 4), shop_database(), hop(), shop())
        .balancer(shop_balancer(Balancer::two_choices()))
        .replicas(2)
        .cache(shop_cache(Cache::lru()).on(machine("m7g.xlarge"), 1));
    let film = watch(&system).under(&shop_traffic(3e5));
    let text = html(&film);
    let picture = &pictures(&text)[0];
    check_picture(picture);
    let told = data(&text);
    let spots = told["spots"].as_array().expect("spots").iter();
    let served = spots.filter(|spot| spot[3] == 0);
    let mut names: Vec<&str> = served.filter_map(|spot| spot[1].as_str()).collect();
    names.dedup();
    let all = [
        "load balancer",
        "web server",
        "database",
        "replica",
        "cache",
    ];
    assert_eq!(names, all);
    for name in names {
        let there = picture.matches(&format!(">{name}</text>")).count();
        assert_eq!(there, 1, "{name} in the key");
    }
    // The lines begin under the key's second line, and the picture is as high as any.
    assert_eq!(
        told["frame"],
        serde_json::json!([4, 42, 416, 304, 420, 344])
    );
}

#[test]
fn where_there_is_nothing_to_see_a_sentence_says_why() {
    let (one, _) = before_and_after();
    let nobody = watch(&one).under(&shop_traffic(0.0));
    assert_eq!(
        nobody.plain(),
        "Nobody comes, so there is nothing to watch."
    );
    assert!(pictures(&html(&nobody)).is_empty());
    let crowded = watch(&one.workers(128)).under(&shop_traffic(2e5)).plain();
    assert!(
        crowded.contains("memory") && crowded.ends_with("There is nothing to watch."),
        "{crowded}"
    );
}

#[test]
fn mistakes_of_the_cell_are_named() {
    let (one, _) = before_and_after();
    let system = one.clone();
    assert!(panic_of("{}", move || watch(&system).html()).contains("say under which traffic"));
    assert!(panic_of("{}", move || watch(&one).requests(0)).contains("1 to 300, not 0"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_load_and_any_name_are_drawn(exponent in -3.0..9.0f64, name in "\\PC{0,20}|[<>&\"'\u{0}-\u{1f}]{0,20}") {
        let (one, _) = before_and_after();
        let film = watch(&one).under(&shop_traffic(libm::pow(10.0, exponent))).requests(20).after(50).named(&name);
        let text = html(&film);
        roxmltree::Document::parse(&text).expect("well-formed");
        pictures(&text).iter().for_each(|svg| check_picture(svg));
    }
}

//! Figures and diagrams: well-formed, described, the same every time, and true to the model.

use crate::support::{before_and_after, html, pictures, shown};
use lab::prelude::*;
use proptest::prelude::*;

fn comparison() -> Comparison {
    let (one, apart) = before_and_after();
    compare([("one machine", &one), ("apart", &apart)])
        .under(&shop_traffic(2e5))
        .within(ms(300.0))
}

/// Parses a picture and checks what every picture must have.
pub(crate) fn check_picture(svg: &str) {
    let document = roxmltree::Document::parse(svg).expect("well-formed");
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let text_of = |name: &str| {
        let found = root
            .children()
            .find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)));
        found
            .and_then(|node| node.text())
            .unwrap_or_default()
            .to_owned()
    };
    assert!(!text_of("title").is_empty(), "a title");
    assert!(!text_of("desc").is_empty(), "a description");
    for node in document.descendants() {
        assert!(
            node.attribute("id").is_none(),
            "ids would collide between figures"
        );
        assert!(!node.has_tag_name("script"));
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on"), "{}", attribute.name());
            assert!(
                !attribute.value().contains("NaN") && !attribute.value().contains("inf"),
                "{attribute:?}"
            );
        }
    }
}

#[test]
fn the_three_part_figure_has_three_described_pictures_and_a_finding() {
    let text = html(&comparison().draft());
    let pictures = pictures(&text);
    assert_eq!(pictures.len(), 3);
    pictures.iter().for_each(|svg| check_picture(svg));
    roxmltree::Document::parse(&text).expect("well-formed");
    assert!(text.contains("<figcaption"));
}

#[test]
fn the_pages_theme_has_the_colours_of_the_figures() {
    let theme = include_str!("../../../../book/theme/palette.css");
    // On paper every page is light.
    let colours = lab::palette::css(&lab::palette::DARK_PAGES);
    let (light, dark) = colours.split_at(colours.find("\nhtml.").unwrap() + 1);
    assert_eq!(
        theme,
        format!("{light}@media screen {{\n{dark}}}\n"),
        "run: cargo run -p lab --example palette"
    );
}

#[test]
fn the_finding_states_the_models_numbers() {
    let (one, apart) = before_and_after();
    let traffic = shop_traffic(2e5);
    let text = comparison().without_simulation().plain();
    for system in [one, apart] {
        let load = system.largest_load(&traffic, ms(300.0)).expect("valid");
        let users = model::format::count(load.users);
        assert!(text.contains(&users), "{users} in {text}");
        let now = system.predict(&traffic).expect("valid");
        let p99 = now.steady().expect("steady").response.p99.value.to_string();
        assert!(text.contains(&p99), "{p99} in {text}");
    }
}

#[test]
fn the_same_cell_gives_the_same_bytes() {
    let draw = || shown(&comparison().draft());
    assert_eq!(draw(), draw());
}

#[test]
fn an_overloaded_system_says_so() {
    let (one, _) = before_and_after();
    let figure = compare([("one machine", &one)])
        .under(&shop_traffic(1e6))
        .without_simulation();
    assert!(
        figure.plain().contains("without bound"),
        "{}",
        figure.plain()
    );
    let drawing = diagram(&one).under(&shop_traffic(1e6));
    assert!(
        drawing.plain().contains("Overloaded"),
        "{}",
        drawing.plain()
    );
    check_picture(&pictures(&html(&drawing))[0]);
}

#[test]
fn a_system_that_never_meets_the_target_is_drawn() {
    let (one, _) = before_and_after();
    let figure = compare([("one machine", &one)])
        .under(&shop_traffic(2e5))
        .within(ms(1.0))
        .without_simulation();
    assert!(
        figure.plain().contains(": 0 daily users"),
        "{}",
        figure.plain()
    );
    pictures(&html(&figure))
        .iter()
        .for_each(|svg| check_picture(svg));
}

/// The last of a few systems shows all its components, of many only the one that fills first.
#[test]
fn many_systems_show_only_what_fills_first() {
    let (one, apart) = before_and_after();
    let [two, three, four] = [2, 3, 4].map(|machines| apart.clone().web_machines(machines));
    let header = |comparison: Comparison| {
        let comparison = comparison.under(&shop_traffic(2e5)).without_simulation();
        let sheet = comparison.csv().expect("has numbers");
        sheet.lines().next().unwrap_or_default().to_owned()
    };
    let (first, web) = ("database: fullest resource", "web server: fullest resource");
    let few = header(compare([("one", &one), ("two", &two), ("four", &four)]));
    assert!(few.contains(first) && few.contains(web), "{few}");
    let many = [
        ("one", &one),
        ("two", &two),
        ("three", &three),
        ("four", &four),
    ];
    let many = header(compare(many));
    assert!(many.contains(first) && !many.contains(web), "{many}");
}

#[test]
fn a_machine_without_a_price_has_no_cost_panel() {
    let free = Machine::named("free")
        .cores(2)
        .memory(gib(4.0))
        .disk(disk("SSD", gib(100.0)));
    let system = System::together(free, 1, shop());
    let figure = compare([("free", &system)])
        .under(&shop_traffic(2e5))
        .without_simulation();
    assert_eq!(pictures(&html(&figure)).len(), 2);
}

#[test]
fn a_diagram_shows_rates_and_levels_of_the_model() {
    let (_, apart) = before_and_after();
    let traffic = shop_traffic(2e5);
    let text = html(&diagram(&apart).under(&traffic).new_part("database"));
    check_picture(&pictures(&text)[0]);
    let links = apart.links(&traffic).expect("valid");
    for link in links {
        assert!(text.contains(&link.rate.to_string()), "{}", link.rate);
    }
    let report = apart.predict(&traffic).expect("valid");
    let need = report.fullest(Component::WebServer).expect("a need");
    let busy = report
        .needs()
        .iter()
        .find(|need| need.component == Component::WebServer && need.resource == Resource::Cores)
        .unwrap_or(need);
    assert!(text.contains(&model::format::percent(busy.ratio)));
    assert!(text.contains(">new<"));
    let hop = apart.hop().expect("apart");
    assert!(text.contains(&format!(">{hop}<")), "{hop}");
}

#[test]
fn a_diagrams_sheet_has_the_models_rates_and_needs() {
    let (_, apart) = before_and_after();
    let traffic = shop_traffic(2e5);
    let drawing = diagram(&apart).under(&traffic);
    let csv = drawing.csv().expect("numbers");
    let rows: Vec<Vec<&str>> = csv.lines().map(|row| row.split(',').collect()).collect();
    let links = apart.links(&traffic).expect("valid");
    let arrows = rows
        .iter()
        .filter(|row| row[0] == "arrow" && !row[4].is_empty());
    let rates: Vec<f64> = arrows.map(|row| row[4].parse().expect("a rate")).collect();
    let expected: Vec<f64> = links.iter().map(|link| link.rate.per_second()).collect();
    assert_eq!(rates, expected);
    let report = apart.predict(&traffic).expect("valid");
    for component in [Component::WebServer, Component::Database] {
        let (label, busy) = (
            component.to_string(),
            report.share(component, Resource::Cores),
        );
        let mut found = rows.iter().filter(|row| row[0] == "box" && row[1] == label);
        let row = found.find(|row| row[8] == "cores").expect("its cores");
        assert_eq!(row[9].parse(), Ok(100.0 * busy), "{csv}");
    }
    let p99 = report.steady().expect("steady").response.p99.value.millis();
    assert!(
        csv.contains(&format!("arrow,p99 of answers,web server,client,,{p99}")),
        "{csv}"
    );
    let closed = drawing.closed().csv().expect("numbers");
    assert!(
        !closed.contains("box,") && !closed.contains("web"),
        "{closed}"
    );
}

#[test]
fn counts_are_drawn_and_the_closed_box_hides_everything() {
    let (one, _) = before_and_after();
    let three = one.web_machines(3);
    assert!(html(&diagram(&three)).contains("3 × t3.medium"));
    let closed = html(&diagram(&three).closed());
    assert!(
        closed.contains("black box") && !closed.contains("t3.medium</text>"),
        "{closed}"
    );
}

#[test]
#[should_panic(expected = "no part is called \"cache\"; there are client, web server, database")]
fn an_unknown_new_part_names_those_that_there_are() {
    let (_, apart) = before_and_after();
    drop(diagram(&apart).new_part("cache"));
}

#[test]
#[should_panic(expected = "say under which traffic")]
fn a_figure_without_traffic_says_what_is_missing() {
    let (one, _) = before_and_after();
    drop(compare([("one", &one)]).html());
}

#[test]
#[should_panic(expected = "nothing to draw")]
fn an_empty_chart_says_so() {
    drop(chart("empty").html());
}

/// A reader's settings may leave no point; a line that the author forgot is another thing.
#[test]
fn a_chart_whose_lines_are_empty_is_a_sentence() {
    let none = chart("Lag").line("lag", [(1.0, f64::NAN)]).line("more", []);
    let said = "Lag: with these settings there is nothing to draw.";
    assert_eq!(none.plain(), said);
    let html = html(&none);
    assert!(html.contains(said) && !html.contains("<svg"), "{html}");
    assert_eq!(none.csv(), None);
}

#[test]
fn charts_take_flat_lines_single_points_and_steep_curves() {
    for figure in [
        chart("flat").line("five", [(1.0, 5.0), (2.0, 5.0)]),
        chart("zero")
            .line("none", [(0.0, 0.0), (1.0, 0.0)])
            .from_zero(),
        chart("one point").line("p", [(1.0, 1.0)]),
        chart("steep").curve("1/x", 1e-6..=1.0, |x| 1.0 / x),
        chart("log").log_x().log_y().curve("x", 1e-3..=1e9, |x| x),
    ] {
        pictures(&html(&figure))
            .iter()
            .for_each(|svg| check_picture(svg));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn hostile_names_are_escaped(name in "\\PC{0,40}|[<>&\"'\u{0}-\u{1f}]{0,20}") {
        let figure = chart(&name)
            .x(&name)
            .y(&name)
            .line(&name, [(1.0, 2.0), (3.0, 4.0)])
            .mark(2.0, &name)
            .level(3.0, &name)
            .caption(&name);
        let text = html(&figure);
        roxmltree::Document::parse(&text).expect("well-formed");
    }

    #[test]
    fn charts_draw_any_finite_points(
        points in prop::collection::vec((-1e9..1e9f64, -1e9..1e9f64), 1..20)
    ) {
        let text = html(&chart("any").line("line", points));
        check_picture(&pictures(&text)[0]);
    }

    #[test]
    fn figures_draw_any_number_of_users(exponent in 0.0..9.0f64, machines in 1u32..20) {
        let (one, _) = before_and_after();
        let figure = compare([("before", &one), ("after", &one.clone().web_machines(machines))])
            .under(&shop_traffic(libm::pow(10.0, exponent)))
            .without_simulation();
        pictures(&html(&figure)).iter().for_each(|svg| check_picture(svg));
    }
}

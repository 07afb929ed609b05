//! Both arrangements of a system: all of it in each, nothing over anything else, and the narrow one narrow enough.

use crate::figures::check_picture;
use crate::support::{before_and_after, html, pictures};
use lab::glyphs::{Weight, width};
use lab::prelude::*;
use roxmltree::{Document, Node};

/// What a phone shows without making it smaller [user units].
const PHONE: f64 = 350.0;

/// x, y, width, height.
type Place = (f64, f64, f64, f64);

/// The systems of the book that are broader than a phone, from three parts to eight.
fn broad() -> [System; 6] {
    let apart = System::apart(machine("t3.medium"), shop_database(), hop(), shop());
    let many = apart
        .web_machines(5)
        .balancer(shop_balancer(Balancer::two_choices()));
    let copies = many.clone().web_machines(20).replicas(2);
    let memory = shop_cache(Cache::lru()).on(machine("m7g.xlarge"), 1);
    let cached = copies.clone().cache(memory);
    let near = cached.clone().cdn(shop_cdn(gib(100.0)));
    let later = |system: &System| {
        let receipts = system.clone().with_work(shop_with_receipts());
        receipts.queue(shop_queue(3))
    };
    let (seven, eight) = (later(&cached), later(&near));
    [many, copies, cached, near, seven, eight]
}

/// Each system with few users and with many, and each part of it new once.
fn drawings() -> impl Iterator<Item = (usize, String)> {
    let loads = [2e5, 2e6].map(shop_traffic);
    broad().into_iter().flat_map(move |system| {
        let parts = system.parts();
        let count = parts.len() - 1; // without the client
        let mut drawn: Vec<String> = vec![html(&diagram(&system))];
        for (index, part) in parts.iter().skip(1).enumerate() {
            let drawing = diagram(&system).under(&loads[index % 2]);
            drawn.push(html(&drawing.new_part(&part.label)));
        }
        drawn.into_iter().map(move |html| (count, html))
    })
}

fn number(node: Node, name: &str) -> f64 {
    let text = node.attribute(name).unwrap_or("0");
    text.parse()
        .unwrap_or_else(|_| panic!("{name}=\"{text}\" is no number"))
}

fn named<'a>(picture: &'a Document, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    let nodes = picture.descendants();
    nodes.filter(move |node| node.tag_name().name() == name)
}

fn size(picture: &Document) -> (f64, f64) {
    let view = picture.root_element().attribute("viewBox").expect("a size");
    let numbers: Vec<f64> = view
        .split(' ')
        .map(|n| n.parse().expect("numbers"))
        .collect();
    (numbers[2], numbers[3])
}

fn rectangles<'a>(picture: &'a Document) -> impl Iterator<Item = (Node<'a, 'a>, Place)> {
    named(picture, "rect").map(|node| {
        let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| number(node, name));
        (node, (x, y, width, height))
    })
}

/// The outlines of the parts: of all that has one, the frame is the largest.
fn parts(picture: &Document) -> Vec<Place> {
    let outline = |node: &Node| {
        let style = node.attribute("style").unwrap_or_default();
        style.starts_with("fill:none;stroke") && node.attribute("rx") == Some("6")
    };
    let mut found: Vec<Place> = rectangles(picture)
        .filter(|(node, _)| outline(node))
        .map(|(_, place)| place)
        .collect();
    let (wide, _) = size(picture);
    found.retain(|(_, _, width, _)| *width < wide / 2.0);
    found
}

/// Every text and the room its letters take, in the widest of the usual fonts.
fn texts(picture: &Document) -> Vec<(String, Place)> {
    let place = |node: Node| {
        let text = node.text().unwrap_or_default().to_owned();
        let size = number(node, "font-size");
        let weight = node
            .attribute("font-weight")
            .map_or(Weight::Regular, |_| Weight::Bold);
        let wide = width(&text, size, weight);
        let left = match node.attribute("text-anchor") {
            Some("middle") => wide / 2.0,
            Some(_) => wide,
            None => 0.0,
        };
        let (x, y) = (number(node, "x") - left, number(node, "y") - 0.8 * size);
        (text, (x, y, wide, size))
    };
    named(picture, "text").map(place).collect()
}

/// The ends of lines without a filling, that is of levels and arrows' shafts; heads are counted.
fn arrows(picture: &Document) -> (Vec<[f64; 4]>, usize) {
    let data = |node: Node| node.attribute("d").unwrap_or_default().to_owned();
    let (heads, lines): (Vec<String>, Vec<String>) = named(picture, "path")
        .map(data)
        .partition(|d| d.ends_with('Z'));
    let ends = lines.iter().map(|line| {
        let mut numbers = line[1..].split(['L', ' ']);
        [(); 4].map(|()| {
            numbers
                .next()
                .expect("two points")
                .parse()
                .expect("a number")
        })
    });
    (ends.collect(), heads.len())
}

fn overlap(one: Place, two: Place) -> bool {
    let apart = |a: f64, wide: f64, b: f64, other: f64| a + wide <= b || b + other <= a;
    !apart(one.0, one.2, two.0, two.2) && !apart(one.1, one.3, two.1, two.3)
}

fn inside(one: Place, two: Place) -> bool {
    let within = |a: f64, wide: f64, b: f64, other: f64| a >= b && a + wide <= b + other;
    within(one.0, one.2, two.0, two.2) && within(one.1, one.3, two.1, two.3)
}

#[test]
fn each_arrangement_has_all_of_the_system() {
    for (count, html) in drawings() {
        let pictures = pictures(&html);
        assert_eq!(pictures.len(), 2);
        pictures.iter().for_each(|picture| check_picture(picture));
        let [across, down] = [0, 1].map(|index| Document::parse(&pictures[index]).expect("valid"));
        for name in ["title", "desc"] {
            let said = |picture| {
                named(picture, name)
                    .next()
                    .and_then(|node| node.text().map(str::to_owned))
            };
            assert_eq!(said(&across), said(&down));
        }
        for picture in [&across, &down] {
            assert_eq!(parts(picture).len(), count);
            assert_eq!(
                arrows(picture).1,
                2 * count,
                "there and back, from the client on"
            );
        }
        let words = |picture| {
            let texts: Vec<String> = texts(picture).into_iter().map(|(text, _)| text).collect();
            // The client has another shape.
            let mut words: Vec<String> = texts.join(" ").split(' ').map(str::to_owned).collect();
            words.sort();
            words
        };
        assert_eq!(words(&across), words(&down));
    }
}

#[test]
fn the_narrow_arrangement_fits_a_phone_and_nothing_leaves_its_picture() {
    for (_, html) in drawings() {
        let pictures = pictures(&html);
        for picture in &pictures {
            let picture = Document::parse(picture).expect("valid");
            let (width, height) = size(&picture);
            for (text, place) in texts(&picture) {
                assert!(
                    inside(place, (0.0, 0.0, width, height)),
                    "{text}: {place:?}"
                );
            }
            for (_, place) in rectangles(&picture) {
                assert!(inside(place, (0.0, 0.0, width, height)), "{place:?}");
            }
        }
        let down = Document::parse(&pictures[1]).expect("valid");
        assert!(size(&down).0 <= PHONE, "{:?}", size(&down));
    }
}

#[test]
fn nothing_lies_over_anything_else() {
    for (_, html) in drawings() {
        for picture in pictures(&html) {
            let picture = Document::parse(&picture).expect("valid");
            let (parts, texts) = (parts(&picture), texts(&picture));
            for (index, one) in parts.iter().enumerate() {
                assert!(
                    !parts[..index].iter().any(|two| overlap(*one, *two)),
                    "{one:?}"
                );
            }
            for (index, (text, one)) in texts.iter().enumerate() {
                for (other, two) in &texts[..index] {
                    assert!(
                        !overlap(*one, *two),
                        "\"{text}\" {one:?} and \"{other}\" {two:?}"
                    );
                }
                // What a part says may be as wide as the part; what an arrow says keeps out of it.
                let (x, y, wide, high) = *one;
                let middle = (x + wide / 2.0, y + high / 2.0, 0.1, 0.1);
                if !parts.iter().any(|part| inside(middle, *part)) {
                    assert!(
                        !parts.iter().any(|part| overlap(*one, *part)),
                        "\"{text}\" {one:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn an_arrow_crosses_neither_part_nor_word() {
    for (_, html) in drawings() {
        for picture in pictures(&html) {
            let picture = Document::parse(&picture).expect("valid");
            let (parts, texts) = (parts(&picture), texts(&picture));
            for [x1, y1, x2, y2] in arrows(&picture).0 {
                let (wide, high) = ((x1 - x2).abs(), (y1 - y2).abs());
                let line = (x1.min(x2), y1.min(y2), wide.max(0.1), high.max(0.1));
                // Levels and what is hatched stay in their part.
                if parts.iter().any(|part| inside(line, *part)) {
                    continue;
                }
                assert!(wide == 0.0 || high == 0.0, "askew: {line:?}");
                assert!(!parts.iter().any(|part| overlap(line, *part)), "{line:?}");
                let word = texts.iter().find(|(_, place)| overlap(line, *place));
                assert!(word.is_none(), "{line:?} {word:?}");
            }
        }
    }
}

#[test]
fn requests_go_from_each_part_to_the_next_and_come_back() {
    for (_, html) in drawings() {
        for picture in pictures(&html) {
            let picture = Document::parse(&picture).expect("valid");
            let parts = parts(&picture);
            let near = |(x, y): (f64, f64), index: usize| {
                let (left, top, wide, high) = parts[index];
                inside(
                    (x, y, 0.0, 0.0),
                    (left - 15.0, top - 15.0, wide + 30.0, high + 30.0),
                )
            };
            let mut shafts = arrows(&picture).0;
            let inner = shafts.split_off(shafts.len() - 2 * (parts.len() - 1));
            for (index, pair) in inner.chunks(2).enumerate() {
                for ([x1, y1, x2, y2], from, to) in
                    [(pair[0], index, index + 1), (pair[1], index + 1, index)]
                {
                    assert!(
                        near((x1, y1), from) && near((x2, y2), to),
                        "{from} to {to}: {pair:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_pages_theme_chooses_between_the_arrangements() {
    let theme = include_str!("../../../../book/theme/millions.css");
    for (_, html) in drawings() {
        let (_, from) = html.split_once("zm-from-").expect("a class");
        let from: String = from.chars().take_while(char::is_ascii_digit).collect();
        let rule = format!(
            "@container (width < {from}px) {{ .zm-from-{from} > .zm-across {{ display: none; }} \
             .zm-from-{from} > .zm-down {{ display: block !important; }} }}"
        );
        assert!(theme.contains(&rule), "{rule}");
        // Without a theme: the one that goes across.
        assert_eq!(html.matches("display:none").count(), 1);
        let (_, down) = html.split_once("zm-down").expect("two arrangements");
        assert!(down.contains("display:none"), "{down}");
        assert!(html.contains(&format!("min-width:{from}px")));
    }
}

#[test]
fn what_fits_a_phone_is_drawn_once() {
    let (one, apart) = before_and_after();
    let traffic = shop_traffic(2e5);
    for drawing in [
        diagram(&one),
        diagram(&one).closed(),
        diagram(&apart).new_part("database"),
        diagram(&broad()[5]).closed(),
    ] {
        let html = html(&drawing.under(&traffic));
        assert_eq!(pictures(&html).len(), 1);
        assert!(
            !html.contains("display:none") && !html.contains("overflow"),
            "{html}"
        );
    }
}

"""Ten web pages, each built as one of the big news sites builds its articles; the words are made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

TITLE = "Harbour strike in Westmark ends after ministers back wage deal"
DATE = "2024-03-14"
AUTHOR = "Ada Lindqvist"
PARAGRAPHS = (
    "Dock workers in Westmark voted late on Wednesday to end a strike that had closed the country's three largest "
    "harbours for nineteen days, after the government agreed to underwrite a wage deal negotiated by the port operators.",
    "The vote, by 4,112 to 1,208, came hours after the finance ministry withdrew its objections to a clause that ties "
    "future pay to the price of food and fuel, which unions had described as their last remaining demand.",
    "“Nobody got everything, and nobody goes home with nothing,” said Tomas Vell, who led the negotiations for the "
    "harbour union. “Our members will be back at the cranes by Friday morning, and they will hold their heads up.”",
    "The prime minister, Ingrid Sund, told parliament that the state would cover up to a third of the additional costs "
    "for two years. She denied that the agreement would encourage other unions to follow the same path.",
    "Opposition lawmakers were not convinced. Karl Brenner of the Liberal Alliance called the guarantee a blank cheque, "
    "and asked the court of auditors to examine whether it breaks the limits on public borrowing.",
    "More than two hundred ships have been waiting outside the harbours since the walkout began, some of them with "
    "perishable cargo. Shipping lines expect that clearing the queue will take at least three weeks.",
    "Economists at the central bank estimated that the dispute cost the economy around 0.2 percent of quarterly output, "
    "most of it in the car industry, where two plants ran out of parts and sent their workers home.",
    "Neighbouring Ostland, whose own exports pass through Westmark's southern terminal, had offered to mediate in the "
    "second week. The offer was declined by both sides, according to three officials familiar with the talks.",
    "Exporters welcomed the outcome. “We lost contracts that will not come back, but at least we can plan again,” said "
    "Marit Olsen, whose family company ships frozen fish to eleven countries.",
    "The agreement runs until the end of 2027. It includes a commission, to be chaired by a retired judge, which will "
    "review working hours and safety after two fatal accidents last year.",
    "Union leaders said that they would present the full text to members next week, and that a second, binding ballot "
    "would be held before the summer. Few expect it to fail.",
)
_NAV = [
    "World",
    "Politics",
    "Business",
    "Markets",
    "Sport",
    "Culture",
    "Opinion",
    "Weather",
    "Podcasts",
    "Newsletters",
    "Jobs",
]
CHROME = (
    "Accept all cookies",
    "Sign up for our morning briefing",
    "Five things to know about the new airport",
    "Celebrity chef opens restaurant on a barge",
    "Share this article on social networks",
    "Follow us on every platform",
    "All rights reserved",
    "Terms of service and privacy policy",
    "Advertisement",
    "Most read in Business",
)
"""Phrases of what lies around the article, none of which belongs to it."""


@dataclass(frozen=True)
class Page:
    """A page and where it is from."""

    name: str
    html: str
    url: str


def _menu(tag: str = "nav") -> str:
    links = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in _NAV)
    return f'<{tag} class="site-nav" role="navigation"><ul>{links}</ul></{tag}>'


def _teasers(heading: str) -> str:
    stories = "".join(
        f'<li class="teaser"><a href="/s/{number}"><h3>{text}</h3><img src="/{number}.jpg" alt=""></a></li>'
        for number, text in enumerate(CHROME[2:4])
    )
    return f'<aside class="related"><h2>{heading}</h2><ul>{stories}</ul></aside>'


_COOKIES = f'<div id="consent-banner" class="cookie-consent"><p>{CHROME[0]}</p><button>OK</button></div>'
_SIGNUP = f'<div class="newsletter-signup"><p>{CHROME[1]}</p><form><input name="email"><button>Go</button></form></div>'
_SHARE = f'<ul class="social-share" aria-label="share"><li><a href="#">{CHROME[4]}</a></li></ul>'
_AD = (
    f'<div class="ad-slot" data-ad="mpu"><span>{CHROME[8]}</span><script>ads.push({{slot: 7}})</script></div>'
)
_FOOTER = f'<footer class="site-footer"><p>{CHROME[5]}</p><p>© 2024 {CHROME[6]}</p><a href="/terms">{CHROME[7]}</a></footer>'
_MOST_READ = (
    f'<section class="most-read"><h2>{CHROME[9]}</h2><ol><li><a href="/1">{CHROME[3]}</a></li></ol></section>'
)


def _meta(site: str, url: str) -> str:
    return (
        f'<meta charset="utf-8"><title>{TITLE} | {site}</title><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="{site}">'
        f'<meta property="article:published_time" content="{DATE}T21:40:05+01:00">'
        f'<meta name="author" content="{AUTHOR}"><link rel="canonical" href="{url}">'
    )


def _ld(site: str, **more: object) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": f"{DATE}T20:40:05Z",
        "author": [{"@type": "Person", "name": AUTHOR}],
        "publisher": {"@type": "NewsMediaOrganization", "name": site},
        **more,
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def _around(body: str, head: str, attributes: str = 'lang="en"') -> str:
    return f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{_COOKIES}{body}</body></html>"


def _between(paragraphs: list[str], *inserts: str) -> str:
    """Paragraphs with something that is none after every third."""
    out = []
    for number, paragraph in enumerate(paragraphs, start=1):
        out.append(paragraph)
        if number % 3 == 0 and number // 3 <= len(inserts):
            out.append(inserts[number // 3 - 1])
    return "".join(out)


def _public_broadcaster(url: str) -> str:
    blocks = [
        f'<div data-component="text-block" class="ssrcss-11r1m41"><p class="ssrcss-1q0x1qg">{"<b>" if not n else ""}{text}'
        f"{'</b>' if not n else ''}</p></div>"
        for n, text in enumerate(PARAGRAPHS)
    ]
    image = '<figure data-component="image-block"><img src="a.jpg" alt="Cranes"><figcaption>Getty</figcaption></figure>'
    links = f'<div data-component="links-block"><ul><li><a href="/news/1">{CHROME[2]}</a></li></ul></div>'
    article = (
        f'<main id="main-content"><article><header><h1 id="main-heading">{TITLE}</h1><div data-component="byline-block">'
        f"By {AUTHOR}, Business reporter</div></header>{_between(blocks, image, links)}"
        f'<section data-component="topic-list"><h2>Related topics</h2><ul><li>Trade</li></ul></section></article></main>'
    )
    return _around(
        _menu("header") + article + _teasers("More on this story") + _FOOTER, _meta("NBC Westmark", url)
    )


def _wire_agency(url: str) -> str:
    text = [
        f'<p data-testid="paragraph-{n}" class="text__text__1FZLe body__full_width">{t}</p>'
        for n, t in enumerate(PARAGRAPHS)
    ]
    article = (
        f'<main><article data-testid="Article"><header><h1 data-testid="Heading">{TITLE}</h1><time datetime="{DATE}">'
        f'March 14</time></header><div class="article-body__content__17Yit">{_between(text, _AD, _SIGNUP)}</div>'
        f'<p class="article-body__trust-badge">Our Standards: The Trust Principles.</p></article></main>'
    )
    return _around(_menu() + article + _MOST_READ + _FOOTER, _meta("Westwire", url) + _ld("Westwire"))


def _paper_of_record(url: str) -> str:
    blocks = "".join(
        '<div class="css-s99gbd StoryBodyCompanionColumn"><div class="css-53u6y8">'
        + "".join(f'<p class="css-at9mc1 evys1bk0">{text}</p>' for text in PARAGRAPHS[start : start + 3])
        + f'</div></div><div class="css-8d8bdx" id="story-ad-{start}-wrapper">{_AD}</div>'
        for start in range(0, len(PARAGRAPHS), 3)
    )
    article = (
        f'<div id="app"><main id="site-content"><article id="story"><header><h1 data-testid="headline">{TITLE}</h1></header>'
        f'<section name="articleBody">{blocks}</section><div class="bottom-of-article">{_SHARE}</div></article></main></div>'
    )
    return _around(
        _menu() + article + _teasers("More in business") + _FOOTER,
        _meta("The Westmark Times", url) + _ld("x"),
    )


def _liberal_daily(url: str) -> str:
    body = _between(
        [f'<p class="dcr-1eu361v">{text}</p>' for text in PARAGRAPHS],
        _SIGNUP,
        f'<figure class="ad">{_AD}</figure>',
    )
    article = (
        f'<main data-layout="StandardLayout"><article><div data-gu-name="headline"><h1>{TITLE}</h1></div>'
        f'<div data-gu-name="body"><div id="maincontent"><div class="article-body-commercial-selector">{body}</div></div>'
        f'<div data-gu-name="submeta"><span>Explore more on these topics</span><ul><li><a href="/t">Trade</a></li></ul>{_SHARE}'
        f"</div></div></article></main>"
    )
    comments = (
        f'<section id="comments" class="comments"><div class="comment"><p>{CHROME[3]}</p></div></section>'
    )
    return _around(_menu() + article + comments + _MOST_READ + _FOOTER, _meta("The Sentinel", url))


def _cable_news(url: str) -> str:
    body = _between(
        [
            f'<p class="paragraph inline-placeholder vossi-paragraph" data-uri="p@{n}">{t}</p>'
            for n, t in enumerate(PARAGRAPHS)
        ],
        f'<div class="related-content">Related article <a href="/r">{CHROME[2]}</a></div>',
        _AD,
    )
    article = (
        f'<section class="layout__wrapper"><div class="headline"><h1 id="maincontent">{TITLE}</h1></div>'
        f'<div class="article__content-container"><div class="article__content" itemprop="articleBody">{body}</div></div></section>'
    )
    return _around(
        _menu("div") + article + _teasers("Up next") + _MOST_READ + _FOOTER, _meta("CWN", url) + _ld("CWN")
    )


def _tabloid(url: str) -> str:
    body = _between(
        [f'<p class="mol-para-with-font">{text}</p>' for text in PARAGRAPHS],
        '<div class="mol-img-group"><img src="b.jpg"><p class="imageCaption">Cranes at dusk</p></div>',
        _SHARE,
        f'<div class="mol-embed"><h3>{CHROME[3]}</h3></div>',
    )
    right = f'<div class="beta" id="sidebar"><div class="femail"><ul><li><a href="/x">{CHROME[3]}</a></li></ul></div>{_AD}</div>'
    article = (
        f'<div id="content" class="article"><div class="alpha"><div id="js-article-text" class="article-text wide">'
        f'<h2>{TITLE}</h2><p class="author-section byline-plain">By <a class="author">{AUTHOR}</a></p>'
        f'<div itemprop="articleBody">{body}</div></div></div>{right}</div>'
    )
    return _around(_menu("div") + article + _FOOTER, _meta("Daily Trumpet", url))


def _business_weekly(url: str) -> str:
    body = _between([f'<p data-component="paragraph">{text}</p>' for text in PARAGRAPHS], _AD, _SIGNUP)
    article = (
        f'<main id="content"><div class="layout-article"><section><h1>{TITLE}</h1><div class="css-article-body"'
        f' data-body-id="cp1">{body}</div></section></div></main>'
    )
    ld = _ld("The Assayer", articleBody=" ".join(PARAGRAPHS), isAccessibleForFree=False)
    return _around(
        _menu("header") + article + _teasers("Explore more") + _FOOTER, _meta("The Assayer", url) + ld
    )


def _old_cms(url: str) -> str:
    text = "<br><br>".join(PARAGRAPHS)
    left = "".join(f'<tr><td><a href="/{name}">{name}</a></td></tr>' for name in _NAV)
    return (
        f"<html><head>{_meta('Northern Post', url)}</head><body bgcolor=#ffffff><table width=980><tr>"
        f"<td colspan=3><img src=logo.gif></td></tr><tr><td width=120 class=leftnav><table>{left}</table></td>"
        f"<td width=560 class=story><h1>{TITLE}</h1><div class=storytext>{text}</div></td>"
        f"<td width=300 class=rightrail>{_MOST_READ}{_AD}</td></tr></table>{_FOOTER}</body></html>"
    )


def _wordpress(url: str) -> str:
    body = _between(
        [f"<p>{text}</p>" for text in PARAGRAPHS], _AD, f'<div class="wp-block-buttons">{_SHARE}</div>'
    )
    article = (
        f'<div id="page" class="hfeed site"><div id="primary" class="content-area"><main id="main" class="site-main">'
        f'<article id="post-8123" class="post-8123 post type-post status-publish hentry category-economy"><header '
        f'class="entry-header"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><time class="entry-date published"'
        f' datetime="{DATE}T20:40:05+00:00">March 14, 2024</time></div></header><div class="entry-content">{body}</div>'
        f'<footer class="entry-footer">Posted in <a href="/e">Economy</a></footer></article>'
        f'<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3><p>{CHROME[2]}</p></div></main></div>'
        f'<div id="secondary" class="widget-area"><aside class="widget"><h2>Recent Posts</h2><ul><li>{CHROME[3]}</li></ul>'
        f"</aside></div></div>"
    )
    return _around(_menu() + article + _FOOTER, _meta("Harbour Gazette", url))


def _accelerated(url: str) -> str:
    body = _between(
        [f'<p class="amp-text">{text}</p>' for text in PARAGRAPHS],
        f'<amp-ad width="300" height="250" type="doubleclick"><div fallback>{CHROME[8]}</div></amp-ad>',
        f'<amp-social-share type="email"></amp-social-share><div class="newsletter">{CHROME[1]}</div>',
    )
    article = (
        f'<amp-sidebar id="menu">{_menu()}</amp-sidebar><article class="amp-article"><h1 class="amp-title">{TITLE}</h1>'
        f'<div class="amp-meta">{AUTHOR}</div><div class="amp-article-content">{body}</div></article>'
    )
    return _around(article + _teasers("Read next") + _FOOTER, _meta("Coast Mobile", url), "amp lang=en")


_BUILDERS: tuple[Callable[[str], str], ...] = (
    _public_broadcaster,
    _wire_agency,
    _paper_of_record,
    _liberal_daily,
    _cable_news,
    _tabloid,
    _business_weekly,
    _old_cms,
    _wordpress,
    _accelerated,
)


def pages() -> list[Page]:
    """The ten pages."""
    made = []
    for build in _BUILDERS:
        name = build.__name__.strip("_")
        url = f"https://{name.replace('_', '-')}.example/2024/03/14/harbour-strike-ends"
        made.append(Page(name, build(url), url))
    return made

"""The public rules, read in a browser."""

from playwright.sync_api import expect

from tests.browser.looking import follow


def test_every_rule_in_use_is_told_with_its_source(page_at, clinic_served):
    page = page_at("/rules").page
    with clinic_served.house.clinic.db.read() as tx:
        book = clinic_served.house.clinic.books.current(tx)
    for rule in (rule for rule in book.rules if rule.status == "approved"):
        article = page.locator(f"article#{rule.id}")
        assert article.get_by_role("heading", name=rule.title["en"]).is_visible()
        for source in rule.sources:
            assert source.quote in article.inner_text()


def test_the_urgent_rules_come_first(page_at):
    headings = page_at("/rules").page.locator("main h2").all_inner_texts()
    assert headings[:2] == ["Call now", "Call today"]


def test_the_page_says_that_no_clinician_has_signed(page_at):
    assert "No clinician has signed these rules yet" in page_at("/rules").page.locator("main").inner_text()


def test_the_language_switch_is_remembered_on_the_next_page(page_at, clinic_served):
    page = page_at("/rules").page
    follow(page.get_by_role("link", name="Español"))
    expect(page.get_by_role("heading", name="Llame ahora", exact=True)).to_be_visible()
    page.goto(f"{clinic_served.address}/nowhere")
    assert page.get_by_role("heading", name="Esta página no está aquí").is_visible()


def test_what_is_quoted_in_english_is_marked_as_english_on_a_spanish_page(page_at):
    page = page_at("/rules", language="es").page
    quotes = page.locator("article blockquote p")
    assert {quote.get_attribute("lang") for quote in quotes.all()} == {"en"}


def test_paper_is_offered_only_where_a_script_can_print(page_at):
    assert page_at("/rules").page.get_by_role("button", name="Print this page").is_visible()
    assert page_at("/rules", script=False).page.get_by_role("button", name="Print this page").count() == 0


def test_on_paper_what_was_folded_is_open_and_links_are_left_out(page_at):
    page = page_at("/rules").page
    page.emulate_media(media="print")
    assert page.get_by_text("Sexual orientation").is_visible()
    assert not page.get_by_role("link", name="Español").is_visible()
    added = "[...document.links].map((link) => getComputedStyle(link, '::after').content)"
    assert set(page.evaluate(added)) == {"none"}

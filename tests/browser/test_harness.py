"""The browser sees what the tests are to see: faults, dialogs, and requests to elsewhere."""

import pytest
from tests.browser.opening import OpenPage


@pytest.fixture
def site(browser):
    """Opens this text as a page, and gives the faults that were noted."""

    def faults(html, **options):
        opening = OpenPage(browser)
        address = "data:text/html," + html
        page = opening(address, **options)
        page.wait_for_function("window.done === true")
        opening.close()
        return opening.faults

    return faults


def test_a_page_without_faults_has_none(site):
    assert site("<script>done = true</script>") == []


def test_an_exception_is_a_fault(site):
    assert site("<script>done = true; throw Error('broken')</script>") == ["an exception: broken"]


def test_an_error_in_the_console_is_a_fault_unless_it_is_expected(site):
    html = "<script>console.error('no audio'); done = true</script>"
    assert site(html) == ["in the console: no audio"]
    assert site(html, expected=["no audio"]) == []


def test_a_dialog_is_a_fault(site):
    assert site("<script>alert('hello'); done = true</script>") == ["a dialog: hello"]


def test_a_request_to_elsewhere_is_a_fault(site):
    html = "<script>fetch('http://127.0.0.1:9/').catch(() => done = true)</script>"
    found = site(html, expected=["net::"])
    assert found == ["a request to elsewhere: http://127.0.0.1:9/"]

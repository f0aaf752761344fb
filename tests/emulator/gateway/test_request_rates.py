from assemblyai_emulator.gateway.request_rates import LIMIT, RequestRates


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_each_key_and_model_has_a_window_of_a_minute():
    clock = Clock()
    rates = RequestRates(clock)
    assert (rates.count("me", "a").remaining, rates.count("me", "a").remaining) == (LIMIT - 1, LIMIT - 2)
    assert rates.count("me", "b").remaining == LIMIT - 1
    assert rates.count("you", "a").remaining == LIMIT - 1
    clock.now += 59.5
    later = rates.count("me", "a")
    assert (later.remaining, later.reset) == (LIMIT - 3, 1)
    clock.now += 0.5
    anew = rates.count("me", "a")
    assert (anew.remaining, anew.reset) == (LIMIT - 1, 60)


def test_nothing_is_refused_beyond_the_limit_and_nothing_is_left():
    rates = RequestRates(Clock())
    remaining = [rates.count("me", "a").remaining for _ in range(LIMIT + 5)]
    assert remaining[-6:] == [0] * 6


def test_windows_that_are_over_take_no_memory():
    clock = Clock()
    rates = RequestRates(clock)
    for number in range(100):
        rates.count("me", str(number))
        clock.now += 10
    assert len(rates._windows) <= 6


def test_any_name_of_a_model_makes_a_header():
    headers = RequestRates(Clock()).count("me", "modèle 1\r\nX: y").headers()
    assert headers == {
        "X-RateLimit-Limit": "30",
        "X-RateLimit-Remaining": "29",
        "X-RateLimit-Reset": "60",
        "X-RateLimit-Model": "mod%C3%A8le 1%0D%0AX: y",
        "X-RateLimit-Service": "llm-gateway",
    }

import json

import pytest

from bilan import metrics


@pytest.fixture(autouse=True)
def own_sums(monkeypatch, tmp_path):
    """Sums of this test alone, kept in a folder of its own."""
    monkeypatch.setattr(metrics, "_sums", type(metrics._sums)(float))
    monkeypatch.setattr(metrics, "WRITTEN_AFTER", 3600)
    metrics.keep_in(tmp_path / "metrics")
    yield tmp_path / "metrics"
    if metrics._timer:
        metrics._timer.cancel()
        metrics._timer = None
    metrics.keep_in(None)


def test_counters_and_histograms_read_as_prometheus_does():
    metrics.add(metrics.labelled("bilan_requests_total", side="public", status="200"), 2)
    metrics.observe("bilan_request_seconds", 0.03, side="public")
    page = metrics.exposition({"bilan_database_up": ("Whether.", 1)})
    assert 'bilan_requests_total{side="public",status="200"} 2\n' in page
    assert "# TYPE bilan_requests_total counter\n" in page
    assert page.count("# TYPE bilan_request_seconds histogram\n") == 1
    assert 'bilan_request_seconds_bucket{side="public",le="0.05"} 1\n' in page
    assert 'bilan_request_seconds_bucket{side="public",le="0.02"}' not in page
    assert 'bilan_request_seconds_bucket{side="public",le="+Inf"} 1\n' in page
    assert 'bilan_request_seconds_count{side="public"} 1\n' in page
    assert "# TYPE bilan_database_up gauge\nbilan_database_up 1\n" in page


def test_any_process_answers_for_all_and_nothing_is_lost_when_one_ends(own_sums):
    metrics.add("bilan_requests_total", 1)
    metrics.write()
    (own_sums / "999999999.json").write_text(json.dumps({"bilan_requests_total": 5}))
    assert metrics.totals()["bilan_requests_total"] == 6
    # The process of that number has ended: its sums were gathered, once.
    assert not (own_sums / "999999999.json").exists()
    assert metrics.totals()["bilan_requests_total"] == 6


def test_a_damaged_file_of_another_process_is_left_out(own_sums):
    metrics.add("bilan_requests_total", 1)
    own_sums.mkdir()
    (own_sums / "1.json").write_text("{")
    assert metrics.totals()["bilan_requests_total"] == 1


def test_the_duration_of_a_block_is_kept_even_when_it_fails():
    with pytest.raises(ValueError, match="bad"), metrics.timed("bilan_import_seconds", stage="read"):
        raise ValueError("bad")
    assert metrics.totals()['bilan_import_seconds_count{stage="read"}'] == 1


def test_many_threads_lose_no_count():
    import threading

    def add():
        for _number in range(500):
            metrics.add("bilan_requests_total")

    threads = [threading.Thread(target=add) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert metrics.totals()["bilan_requests_total"] == 4000

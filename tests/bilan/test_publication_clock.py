"""Never early: the database's clock decides, and local times are read without guessing."""

import random
from datetime import UTC, datetime, timedelta
from datetime import timezone as fixed_offset
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from bilan import publication
from bilan.models import Release
from bilan.publication import Refused, read_time
from bilan.publication.clock import agreed_now, as_utc, database_now
from tests import factories as make
from tests.thaw import thaw

CASABLANCA = ZoneInfo("Africa/Casablanca")
# 2027: Ramadan begins after 7 February 03:00 (the clock goes back an hour) and ends before 14 March 02:00.
BACK, FORWARD = datetime(2027, 2, 7, 2, 30), datetime(2027, 3, 14, 2, 30)


def test_the_time_zone_data_knows_the_ramadan_switches_of_2027():
    offsets = [
        datetime(2027, month, day, 12, tzinfo=CASABLANCA).utcoffset()
        for month, day in ((2, 1), (3, 1), (4, 1))
    ]
    assert offsets == [timedelta(hours=1), timedelta(0), timedelta(hours=1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-20T10:00", datetime(2026, 12, 20, 9, tzinfo=UTC)),
        ("2027-02-20T10:00", datetime(2027, 2, 20, 10, tzinfo=UTC)),
        ("2026-12-20 10:00:30", datetime(2026, 12, 20, 9, 0, 30, tzinfo=UTC)),
        ("2026-12-20T10:00Z", datetime(2026, 12, 20, 10, tzinfo=UTC)),
        ("2026-12-20T10:00+05:30", datetime(2026, 12, 20, 4, 30, tzinfo=UTC)),
        ("2027-02-07T02:30+01:00", datetime(2027, 2, 7, 1, 30, tzinfo=UTC)),
        ("2027-02-07T02:30+00:00", datetime(2027, 2, 7, 2, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_local_unless_it_has_an_offset(text, expected):
    assert read_time(text) == expected


@pytest.mark.parametrize(
    ("text", "code", "readings"),
    [
        ("2027-02-07T02:30", "time_twice", ("2027-02-07T02:30+01:00", "2027-02-07T02:30+00:00")),
        ("2027-03-14T02:30", "time_missing", ("2027-03-14T01:30+00:00", "2027-03-14T03:30+01:00")),
        ("tomorrow", "bad_time", ("tomorrow",)),
        ("", "bad_time", ()),
    ],
)
def test_a_time_that_exists_twice_or_not_at_all_is_refused_with_both_readings(text, code, readings):
    with pytest.raises(Refused) as caught:
        read_time(text)
    assert caught.value.codes == [code]
    assert all(reading in str(caught.value) for reading in readings)


local_times = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1)),
    st.sampled_from([BACK, FORWARD]).flatmap(
        lambda middle: st.datetimes(middle - timedelta(hours=3), middle + timedelta(hours=3))
    ),
)


@given(local_times)
@settings(max_examples=1000)
def test_every_local_time_is_read_back_as_it_was_written_or_refused(local):
    """Around both switches of 2027 and over six years: no time is moved by an hour in silence."""
    candidates = {
        (local - offset).replace(tzinfo=UTC)
        for offset in (timedelta(0), timedelta(hours=1))
        if (local - offset).replace(tzinfo=UTC).astimezone(CASABLANCA).replace(tzinfo=None) == local
    }
    try:
        moment = as_utc(local)
    except Refused as refused:
        assert refused.codes == (["time_twice"] if len(candidates) == 2 else ["time_missing"])
        assert len(candidates) != 1
    else:
        assert candidates == {moment}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(2))
def test_a_release_is_visible_exactly_when_the_database_s_clock_has_passed(seed):
    """Two thousand moments around now, in many zones, with this machine's clock an hour off either way."""
    first = make.make_release()
    chance = random.Random(seed)
    now = database_now()
    moments = []
    for _place in range(1000):
        away = timedelta(
            microseconds=chance.choice([1, 1000, 10**6, 10**10, 10**13]) * chance.randint(-40, 40)
        )
        zone = fixed_offset(timedelta(minutes=chance.randint(-720, 840)))
        moments.append((now + away).astimezone(zone))
    report = first.report
    Release.objects.bulk_create(
        Release(
            report=report,
            year=report.year,
            number=place,
            visible_from=moment,
            released_by=first.released_by,
            released_at=now,
        )
        for place, moment in enumerate(moments, start=2)
    )
    for clock in (timedelta(hours=1), -timedelta(hours=1), timedelta(0)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "now", lambda clock=clock: datetime.now(UTC) + clock)
            before = database_now()
            visible = set(Release.objects.visible().values_list("number", flat=True)) - {1}
            after = database_now()
        late = timedelta(milliseconds=1)
        assert all(moment <= after for number, moment in enumerate(moments, 2) if number in visible)
        assert all(number in visible for number, moment in enumerate(moments, 2) if moment + late < before)


@pytest.mark.django_db
@pytest.mark.parametrize("off", [timedelta(hours=1), -timedelta(hours=1), timedelta(seconds=3)])
def test_nothing_is_released_while_the_clocks_disagree(off, monkeypatch):
    report = make.make_approved(make.make_figure().report)
    monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) + off)
    with pytest.raises(Refused) as caught:
        publication.publish(report, by=make.make_person("publisher"))
    assert caught.value.codes == ["clock"]
    assert not Release.objects.exists()


@pytest.mark.django_db
def test_clocks_two_seconds_apart_agree_on_the_database_s(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) + timedelta(seconds=1.5))
    assert agreed_now() <= datetime.now(UTC) + timedelta(milliseconds=50)


@pytest.mark.django_db
def test_a_local_time_is_stored_in_utc():
    report = make.make_approved(make.make_figure().report)
    release = publication.publish(report, by=make.make_person("publisher"), at=read_time("2031-07-01T10:00"))
    assert Release.objects.get(pk=release.pk).visible_from == datetime(2031, 7, 1, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_a_call_off_hides_for_ever_even_when_the_time_has_come():
    report = make.make_approved(make.make_figure().report)
    publisher = make.make_person("publisher")
    release = publication.publish(report, by=publisher, at=database_now() + timedelta(hours=1))
    publication.call_off(report, by=publisher, reason="why")
    with thaw():
        Release.objects.filter(pk=release.pk).update(visible_from=database_now() - timedelta(hours=1))
    assert not Release.objects.visible().exists()

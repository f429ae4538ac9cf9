"""What Airflow does with our errors: retry one family, fail at once on the rest, and never repeat a value."""

import pytest
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags import _tasks
from relay.errors import FatalError, RecordError, RetryableError

SECRET = "Nguyễn Thị Ánh 040185001234"


def raised_by(error):
    with pytest.raises(Exception) as caught, _tasks.errors_for_airflow():
        raise error
    return caught.value


def test_only_a_retryable_error_is_left_for_airflow_to_retry():
    busy = RetryableError("The endpoint is busy.", "Hệ thống nhận đang bận.", system="land")

    assert raised_by(busy) is busy
    assert _tasks.RETRIES["retries"] > 0
    assert _tasks.RETRIES["retry_exponential_backoff"] > 1


def test_a_fatal_error_fails_the_task_at_once_in_both_languages():
    failed = raised_by(FatalError("The password is wrong.", "Sai mật khẩu.", system="land"))

    assert isinstance(failed, AirflowFailException)
    assert str(failed) == "The password is wrong. [system=land] | Sai mật khẩu."


@pytest.mark.parametrize(
    "error", [ValueError(SECRET), RecordError(SECRET, SECRET, rule="r", field="f"), KeyError(SECRET)]
)
def test_an_unexpected_error_fails_at_once_and_keeps_its_values_to_itself(error, caplog):
    failed = raised_by(error)

    assert isinstance(failed, AirflowFailException)
    assert type(error).__name__ in str(failed)
    assert SECRET not in str(failed) + caplog.text
    assert failed.__suppress_context__
    assert "test_errors.py" in caplog.text


def test_a_skip_stays_a_skip():
    skip = AirflowSkipException("dry run")

    assert raised_by(skip) is skip


def test_a_missing_connection_is_one_sentence(monkeypatch):
    monkeypatch.delenv("AIRFLOW_CONN_LIENTHONG_NOWHERE", raising=False)

    with pytest.raises(FatalError, match="Airflow has no usable Connection lienthong_nowhere"):
        _tasks.connection("nowhere")


def test_a_connection_carries_address_and_account_and_hides_the_password(monkeypatch):
    monkeypatch.setenv(
        "AIRFLOW_CONN_LIENTHONG_LAND",
        '{"conn_type": "generic", "login": "lienthong", "password": "geheim", "extra": {"url": "http://127.0.0.1:1"}}',
    )

    found = _tasks.connection("land")

    assert (found.url, found.login, found.password) == ("http://127.0.0.1:1", "lienthong", "geheim")
    assert "geheim" not in repr(found)

"""Twilio's error codes as causes, and whether trying again can help.

Two roads lead here: the answer to a send, and the ErrorCode of a later status callback.
A code we do not know counts as permanent: a person is told at once instead of after hours of retries.
"""

from dataclasses import dataclass

from symptomcheck.channels.sender import Cause


@dataclass(frozen=True, slots=True)
class Failure:
    """Why, and whether it is for good."""

    cause: Cause
    permanent: bool


_PERMANENT: dict[Cause, tuple[int, ...]] = {
    Cause.INVALID_NUMBER: (21211, 21217, 21401, 21421, 21604),
    Cause.OPTED_OUT: (21610,),
    Cause.NOT_A_MOBILE: (21612, 21614),
    Cause.UNREACHABLE: (30003,),
    Cause.UNKNOWN_NUMBER: (30005,),
    Cause.LANDLINE: (21635, 30006),
    Cause.FILTERED: (30004, 30007),
    # Our own sender is at fault: unregistered, not ours, not able to text, or not allowed to that country.
    Cause.UNREGISTERED: (21212, 21408, 21603, 21606, 21608, 21659, 21660, 21703, 30032, 30034),
}
_TEMPORARY: dict[Cause, tuple[int, ...]] = {
    Cause.RATE_LIMITED: (14107, 20429, 21611, 30001, 30022, 30023, 30027, 63018, 63038),
    Cause.PROVIDER_DOWN: (20500, 20503, 21730, 30017, 30410),
    # Temporary although only a person can mend it: what is queued goes out once the account works again.
    Cause.BAD_CREDENTIALS: (20003, 20005, 20006, 20008, 20404, 30002),
    Cause.UNKNOWN: (30008,),
}
_BY_CODE: dict[int, Failure] = {
    code: Failure(cause, permanent)
    for permanent, table in ((True, _PERMANENT), (False, _TEMPORARY))
    for cause, codes in table.items()
    for code in codes
}


def failure_of_code(code: str | int | None) -> Failure:
    """What a status callback's ErrorCode means.

    >>> failure_of_code("30006")
    Failure(cause=<Cause.LANDLINE: 'landline'>, permanent=True)
    >>> failure_of_code(30008)
    Failure(cause=<Cause.UNKNOWN: 'unknown'>, permanent=False)
    >>> failure_of_code("no-answer")
    Failure(cause=<Cause.NOT_ANSWERED: 'not_answered'>, permanent=True)
    >>> failure_of_code("").permanent
    True
    """
    if code == "no-answer":  # a call; not a code of Twilio's, but its word for it
        return Failure(Cause.NOT_ANSWERED, True)
    try:
        return _BY_CODE.get(int(code or 0), Failure(Cause.UNKNOWN, True))
    except ValueError:
        return Failure(Cause.UNKNOWN, True)


def failure_of_answer(status: int, code: int | None) -> Failure:
    """What an HTTP answer other than 2xx means; Twilio's own code wins over the status.

    >>> failure_of_answer(400, 21211)
    Failure(cause=<Cause.INVALID_NUMBER: 'invalid_number'>, permanent=True)
    >>> failure_of_answer(502, None)
    Failure(cause=<Cause.PROVIDER_DOWN: 'provider_down'>, permanent=False)
    >>> failure_of_answer(400, 99999)
    Failure(cause=<Cause.UNKNOWN: 'unknown'>, permanent=True)
    """
    if code in _BY_CODE:
        return _BY_CODE[code]
    match status:
        case 401 | 403 | 404:  # 404: no such account, or a wrong api_base_url
            return Failure(Cause.BAD_CREDENTIALS, False)
        case 429:
            return Failure(Cause.RATE_LIMITED, False)
        case _ if status >= 500 or status < 400 or status == 408:
            return Failure(Cause.PROVIDER_DOWN, False)
        case _:
            return Failure(Cause.UNKNOWN, True)

"""What Spotify answers that the adapter itself acts on. None of these leaves it."""


class Unauthorised(Exception):
    """The access token was not taken.

    Attributes:
        doing: What was asked of Spotify.
        reason: Spotify's own words.
    """

    def __init__(self, doing: str, reason: str) -> None:
        super().__init__(doing, reason)
        self.doing = doing
        self.reason = reason


class TooManyCalls(Exception):
    """Spotify wants to be left alone for a while.

    Attributes:
        retry_after: For how many seconds; None where it does not say.
        quota: Whether the day's quota is used up, rather than the half minute's.
    """

    def __init__(self, retry_after: float | None, *, quota: bool = False) -> None:
        super().__init__(retry_after, quota)
        self.retry_after = retry_after
        self.quota = quota

"""Settings of a clinic on the stage: an invented site, fresh secrets, nothing from the environment."""

from pathlib import Path

from symptomcheck.config import Settings, settings_from
from symptomcheck.config_secrets import fresh_data_keys, fresh_secret_key

ZONE = "America/New_York"
OUR_NUMBER = "+12125550100"
FALLBACK_NUMBER = "+12125550177"
PUBLIC_URL = "http://clinic.example"


def stage_settings(database_url: str, *, account_sid: str, auth_token: str) -> Settings:
    """The clinic "Riverside", on this database, with this account at its provider."""
    data = {
        "site": {
            "name": "Riverside",
            "phone_24h": "555-010-0199",
            "public_url": PUBLIC_URL,
            "zone": ZONE,
        },
        "database": {"url": database_url},
        "oncall": {"fallback_phone": FALLBACK_NUMBER, "fallback_email": "desk@clinic.example"},
        "security": {"require_totp": False},  # nobody of the cast has an authenticator
        "twilio": {"account_sid": account_sid, "from_number": OUR_NUMBER, "messages_per_second": 1000},
    }
    secrets = {
        "SYMPTOMCHECK_SECRET_KEY": fresh_secret_key(),
        "SYMPTOMCHECK_DATA_KEYS": fresh_data_keys(),
        "SYMPTOMCHECK_TWILIO_AUTH_TOKEN": auth_token,
    }
    return settings_from(data, file=Path("stage.toml"), environ=secrets)

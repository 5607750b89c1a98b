"""All settings, from the environment. docs/operate.md lists every variable."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from whitenoise.compress import Compressor

from config.databases import with_options
from config.secret import read_secret_key
from core.logs import logging_config

env = environ.Env()

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(env.str("HALKHATA_DATA", str(ROOT / "data"))).resolve()

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = read_secret_key(env.str("SECRET_KEY", ""), folder=DATA)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# The address people type. https:// here switches on all that depends on TLS; plain http is for one machine.
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
TLS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
LISTEN = env.str("HALKHATA_LISTEN", "127.0.0.1")
PROXIES = env.int("HALKHATA_PROXIES", 1 if TLS else 0)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if TLS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "core",
    "audit",
    "businesses",
    "businesses.second_factor",
    "ledger",
    "taxes",
    "rentals",
    "inventory",
    "invoicing",
    "backups",
    "imports",
    "ninja",
    "api",
    "api.webhooks",
    "oauth2_provider",
    "api.oauth",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "staff",
    "config",
]

MIDDLEWARE = [
    "core.walls.WallsMiddleware",
    "core.trace.TraceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.compression.CompressionMiddleware",
    "core.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "businesses.languages.OwnLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.limits.BodyLimitMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "businesses.context.shell",
            ],
        },
    },
]

FORM_RENDERER = "core.inputs.FormRenderer"

# Databases -----------------------------------------------------------------------------------

DATABASE = env.db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'halkhata.sqlite3'}")
DATABASES = {"default": with_options(DATABASE, pool=env.int("HALKHATA_DB_POOL", 8))}
if DATABASE["ENGINE"].endswith("sqlite3"):
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
# With it, tables are the owner's, and whoever connects as this role sees the books in reach alone (core.walls).
APP_ROLE = env.str("HALKHATA_APP_ROLE", "")
# The same database as its owner opens it, for backups and restores; unset where one role does everything.
OWNER_DATABASE = (
    with_options(env.db_url("HALKHATA_OWNER_DATABASE_URL"), pool=0)
    if env.str("HALKHATA_OWNER_DATABASE_URL", "")
    else None
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

# People and sessions -------------------------------------------------------------------------

AUTH_USER_MODEL = "businesses.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "businesses:sign_in"
LOGIN_REDIRECT_URL = "businesses:home"
ACCOUNT_ADAPTER = "businesses.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
ACCOUNT_SIGNUP_FIELDS = ["phone", "email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An account is made only after the code sent to its number or e-mail came back: no second proof is asked for.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
# Each cap is (codes, seconds). A number's shortest is the wait before "Send again"; many shoppers share
# one address of a mobile network, so an address may ask for more; the site's caps bound the SMS bill.
CODE_CAPS: dict[str, list[tuple[int, int]]] = {
    "number": [(1, 30), (3, 15 * 60), (10, 24 * 3600)],
    "address": [
        (env.int("HALKHATA_CODES_PER_ADDRESS_HOUR", 30), 3600),
        (env.int("HALKHATA_CODES_PER_ADDRESS_DAY", 100), 24 * 3600),
    ],
    "site": [
        (env.int("HALKHATA_CODES_PER_HOUR", 500), 3600),
        (env.int("HALKHATA_CODES_PER_DAY", 3000), 24 * 3600),
    ],
}
# Phone numbers are given to other people: after so many days unused a code alone opens no account on a new
# device, and where there is no second proof it opens after so many days more.
IDLE_DAYS = env.int("HALKHATA_IDLE_DAYS", 90)
CLAIM_DAYS = env.int("HALKHATA_CLAIM_DAYS", 7)
# Lets in registration numbers of the governments' practice systems, which fail the check of real ones.
SANDBOX_NUMBERS = env.bool("HALKHATA_SANDBOX_NUMBERS", False)
# The staff's own pages open to a sign-in no older than this.
STAFF_SESSION_HOURS = env.int("HALKHATA_STAFF_SESSION_HOURS", 12)
# Whether staff must have a second way of proving who they are (an app's codes, a passkey).
STAFF_SECOND_FACTOR = env.bool("HALKHATA_STAFF_SECOND_FACTOR", TLS)
SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS
CSRF_FAILURE_VIEW = "core.errors.csrf_failed"
CSRF_COOKIE_HTTPONLY = True
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
globals().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "Halkhata <halkhata@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
HALKHATA_SMS = env.str("HALKHATA_SMS", "console")
HALKHATA_SMS_URL = env.str("HALKHATA_SMS_URL", "")
HALKHATA_SMS_TOKEN = env.str("HALKHATA_SMS_TOKEN", "")
HALKHATA_SMS_SENDER = env.str("HALKHATA_SMS_SENDER", "")
HALKHATA_SMS_TEMPLATE = env.str("HALKHATA_SMS_TEMPLATE", "")
HALKHATA_SMS_ENTITY = env.str("HALKHATA_SMS_ENTITY", "")
HALKHATA_SMS_CODE_TEXT = env.str("HALKHATA_SMS_CODE_TEXT", "")
HALKHATA_SMS_NOTICE_TEMPLATE = env.str("HALKHATA_SMS_NOTICE_TEMPLATE", "")
# Invitations sent in 24 hours: out of a book, by a person, to one recipient, and in all.
INVITATION_CAPS = {
    "book": 20,
    "person": 20,
    "recipient": 3,
    "site": env.int("HALKHATA_INVITATIONS_PER_DAY", 1000),
}

# Papers sent by e-mail in 24 hours: by a book, and by it to one address.
BILL_MAILS_A_DAY = env.int("HALKHATA_BILL_MAILS_A_DAY", 200)
BILL_MAILS_TO_ONE = 10

# OAuth 2.0 -----------------------------------------------------------------------------------

# The toolkit speaks the protocol; apps, consents and tokens are rows of ours, so none of its tables is made.
MIGRATION_MODULES = {"oauth2_provider": None}
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth.App"
OAUTH2_PROVIDER_GRANT_MODEL = "oauth.Code"
OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL = "api.Token"
OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL = "oauth.AppRefreshToken"
OAUTH2_PROVIDER_ID_TOKEN_MODEL = "api.Token"
OAUTH2_PROVIDER_DEVICE_GRANT_MODEL = "oauth.Code"
OAUTH2_PROVIDER = {
    "OAUTH2_VALIDATOR_CLASS": "api.oauth.validator.Validator",
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.WebApplicationServer",
    "OIDC_ISS_ENDPOINT": SITE_URL,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "PKCE_REQUIRED": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
}

# How long reads of the API wait to be written into the log of calls together; 0 writes each at once.
ACCESS_LOG_SECONDS = 1.0

# Webhooks ------------------------------------------------------------------------------------

# Ports besides 443 and 8443; and, for a small installation of one's own, programs on this very machine.
WEBHOOK_PORTS = [int(port) for port in env.list("HALKHATA_WEBHOOK_PORTS", default=[])]
WEBHOOK_LOOPBACK = env.bool("HALKHATA_WEBHOOK_LOOPBACK", False)

# Languages and time --------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("hi", "हिन्दी"), ("bn", "বাংলা")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = TLS
LOCALE_PATHS = [ROOT / "locale"]

# Files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STORAGES = {
    "default": {"BACKEND": "core.storage.WholeFileStorage", "OPTIONS": {"allow_overwrite": True}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Each file is asked for by its hashed name, and maps by people who look into code: the first start takes a quarter.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
# One figure for a whole request, so that a note that is too long is refused by its own form, with a sentence.
BODY_MAX_BYTES = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_MAX_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 4

# Security headers ----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = TLS
# The API refuses plain http itself: a redirect would come after the token went over the wire.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^api/", r"^oauth/(token|revoke|introspect)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# W021: entering the browsers' preload list is the domain owner's decision, hard to take back.
# W011 of the toolkit: its token models would refer to each other across apps; ours, in their place, do not.
SILENCED_SYSTEM_CHECKS = ["security.W021", "oauth2_provider.W011"]

# Background work -----------------------------------------------------------------------------

# The truth is the audit_job table and the broker only rings (docs/jobs.md): no results, no long waits in it.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | float]
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # visibility_timeout: longer than the longest job, or Redis hands it out a second time.
    # The rest bounds what a page waits for a broker that is away (audit.jobs.bell).
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 6 * 3600,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "max_retries": 0,
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost//"
    CELERY_BROKER_TRANSPORT = "config.broker:FolderTransport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA / "broker"),
        "data_folder_out": str(DATA / "broker"),
        "control_folder": str(DATA / "broker"),
        "polling_interval": 0.2,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA / "beat" / "schedule")
CELERY_BEAT_SCHEDULE = {
    "watch backups": {"task": "backups.watch", "schedule": 600.0, "options": {"expires": 600}},
    "sweep jobs": {"task": "audit.sweep_jobs", "schedule": 15.0, "options": {"expires": 15}},
    "fan out webhooks": {"task": "webhooks.fan_out", "schedule": 15.0, "options": {"expires": 15}},
    "night": {"task": "audit.night", "schedule": crontab(minute=30)},
    "rents": {"task": "rentals.raise_rents", "schedule": crontab(minute=10)},
    "stock alerts": {"task": "inventory.raise_alerts", "schedule": crontab(hour=1, minute=30)},
    "cheques": {"task": "invoicing.count_cheques", "schedule": crontab(minute=10)},
    "repeated bills": {"task": "invoicing.raise_bills", "schedule": crontab(minute=20)},
}

# How long what is kept for a time only is kept: audit/retention.py has the table.
KEEP_DAYS = {name: int(days) for name, days in env.dict("HALKHATA_KEEP_DAYS", default={}).items()}

# Backups -------------------------------------------------------------------------------------

# On SQLite they stand beside the books unless told otherwise; PostgreSQL's go where the operator says.
IS_SQLITE = DATABASE["ENGINE"].endswith("sqlite3")
BACKUPS = env.str("HALKHATA_BACKUPS", str(DATA / "backups") if IS_SQLITE else "")
BACKUPS = "" if BACKUPS == "off" else BACKUPS
BACKUPS_KEEP = tuple(int(count) for count in env.list("HALKHATA_BACKUPS_KEEP", default=["7", "5", "12"]))
BACKUP_PASSPHRASE = env.str("HALKHATA_BACKUP_PASSPHRASE", "")

# Logs and health -----------------------------------------------------------------------------

LOG_FORMAT = env.str("LOG_FORMAT", "json")
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOGGING_CONFIG = "core.logs.configure"
LOGGING = logging_config(style=LOG_FORMAT, level=LOG_LEVEL)
READINESS = [
    "core.health.database",
    "core.health.disk",
    "core.health.seals",
    "audit.health.jobs",
    "backups.health.backups",
]
DISK_FREE_MIN_MB = env.int("HALKHATA_DISK_FREE_MIN_MB", 200)
# Monitors that show this token may read /staff/health.json; without one only the staff themselves may.
MONITOR_TOKEN = env.str("HALKHATA_MONITOR_TOKEN", "")

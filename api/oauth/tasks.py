from api.oauth import own_data as own
from api.oauth.operations.tokens import trim
from audit.nights import nightly
from audit.own_data import own_data

nightly("codes and tokens of apps", trim)
own_data("apps let in")(own.consents)
own_data("own apps")(own.apps)

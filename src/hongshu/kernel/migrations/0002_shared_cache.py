"""The table of the cache that all processes share, in the form that Django's DatabaseCache expects."""

from django.db import migrations

# Unlogged: what a cache holds may be lost in a crash, and a throttle then counts anew; a request waits for no flush.
_CREATE = """
CREATE UNLOGGED TABLE kernel_shared_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX kernel_shared_cache_expires ON kernel_shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [migrations.RunSQL(_CREATE, reverse_sql="DROP TABLE kernel_shared_cache")]

"""Static files under names that hold a digest of what is in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; scripts import each other by these names too: browsers keep them for good."""

    support_js_module_import_aggregation = True

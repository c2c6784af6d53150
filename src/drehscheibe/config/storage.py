"""Static files with the hash of their content in the name, so that browsers may keep them for ever."""

from __future__ import annotations

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class ModuleAwareManifestStorage(ManifestStaticFilesStorage):
    """Also rewrites ``import`` statements of native ES modules to the hashed names."""

    support_js_module_import_aggregation = True
    # A file that a library names but does not ship must not stop the hub from starting.
    manifest_strict = False

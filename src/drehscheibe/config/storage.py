"""Static files with the hash of their content in the name, so that browsers may keep them for ever.

Each lies beside its compressed forms, so that the server does not compress at every request.
"""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleAwareManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also rewrites ``import`` statements of native ES modules to the hashed names."""

    support_js_module_import_aggregation = True
    # A file that a library names but does not ship must not stop the hub from starting.
    manifest_strict = False

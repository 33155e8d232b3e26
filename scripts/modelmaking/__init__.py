"""The making of clipscope's embedded model. Start it with scripts/model."""
from . import shim  # noqa: F401  (before timm and open_clip)

"""The making of clipscope's embedded model. Start it with scripts/model."""

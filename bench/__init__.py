"""How fast is the engine, next to what else one could have used? Run ``python -m bench``."""

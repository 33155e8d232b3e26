# Sourced by scripts that need the reference libraries: sets $cache and $python, and makes the venv where it is missing.
# CLIPSCOPE_MODEL_PYTHON names a Python that has everything already.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/clipscope
python=${CLIPSCOPE_MODEL_PYTHON:-$cache/venv-model/bin/python}
if [ -z "${CLIPSCOPE_MODEL_PYTHON:-}" ] && [ ! -f "$cache/venv-model/ready" ]; then
    echo "$0: sets up $cache/venv-model from PyPI (torch is large; some minutes)" >&2
    python3 -m venv "$cache/venv-model"
    "$python" -m pip install --quiet -r "$root/scripts/modelmaking/requirements.txt"
    touch "$cache/venv-model/ready"
fi
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}" HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false
export PYTHONPATH="$root/scripts" PYTHONDONTWRITEBYTECODE=1

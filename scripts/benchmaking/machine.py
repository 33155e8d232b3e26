"""What the figures were measured on."""
import os
import re
from importlib.metadata import version
from pathlib import Path


def described(program, given):
    cpu = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    packages = ", ".join(f"{name} {version(name)}" for name in ("torch", "onnxruntime", "open_clip_torch", "transformers"))
    load = ", ".join(f"{share:.1f}" for share in os.getloadavg())
    quick = " with --quick" if given.quick else ""
    return (f"Medians of up to {given.repeats} turns{quick} on {os.cpu_count()} cores of {cpu[1] if cpu else 'an unknown CPU'}, "
            f"{int(memory[1]) / 1e6:.0f} GB; {program.version}, {packages}; the machine's load in the last 1, 5 and 15 "
            f"minutes: {load}.")

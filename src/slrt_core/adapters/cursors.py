"""Where a scan goes on; kept with the port, where a store of somebody else finds it too."""

from __future__ import annotations

from slrt_core.ports import decode_place as decode
from slrt_core.ports import encode_place as encode

__all__ = ["decode", "encode"]

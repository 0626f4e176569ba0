"""What a build has done so far."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts of one run; all of texts but where it says otherwise."""

    written: int = 0
    """Read, and written to the store."""
    unchanged: int = 0
    """In the store already, as they are."""
    duplicates: int = 0
    """The same story as another text: kept as a further publication of that."""
    skipped: int = 0
    """Passed over by design: other languages in collections, data files among texts."""
    failed: int = 0
    """Set aside with their reason."""
    claims: int = 0
    """Claims in the texts written."""
    words: int = 0
    """Words in the texts written."""
    bytes_read: int = 0
    """Of the files, as they lie on disk."""
    started: float = field(default_factory=time.monotonic)

    @property
    def seen(self) -> int:
        """Texts dealt with in any way."""
        return self.written + self.unchanged + self.duplicates + self.skipped + self.failed

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self.started

    def summary(self) -> str:
        """One line that says it all."""
        parts = [f"{self.written:,} texts written with {self.claims:,} claims"]
        parts += [f"{self.unchanged:,} unchanged"] * bool(self.unchanged)
        parts += [f"{self.duplicates:,} duplicates joined"] * bool(self.duplicates)
        parts += [f"{self.skipped:,} passed over"] * bool(self.skipped)
        parts += [f"{self.failed:,} failed"] * bool(self.failed)
        rate = f", {self.words / self.seconds:,.0f} words a second" if self.words else ""
        return f"{'; '.join(parts)} ({self.seconds:.1f} s{rate})"

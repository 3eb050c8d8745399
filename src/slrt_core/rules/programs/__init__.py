"""The catalogue of programs as files: one for each program, with what it asks and pays, and since when."""

from slrt_core.rules.programs.reading import default_programs, programs_from_texts

__all__ = ["default_programs", "programs_from_texts"]

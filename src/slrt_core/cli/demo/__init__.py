"""The demonstration: a real district's map, invented people, and a month of work through the public interface."""

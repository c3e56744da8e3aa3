"""Everything that speaks Discord to people. Thin: ask a service, render its answer."""

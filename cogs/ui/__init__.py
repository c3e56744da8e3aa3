"""Views, forms and pure renderers: domain in, components out."""

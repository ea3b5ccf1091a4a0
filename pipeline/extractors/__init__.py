"""The extractors. They do not import one another: what one needs of another stands in the document."""

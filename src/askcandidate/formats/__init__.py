"""How answers and documents are written out, one module a form."""

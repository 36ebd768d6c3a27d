"""Old reports come in: a file or pasted text → its paragraphs → figures proposed for the catalogue's indicators."""

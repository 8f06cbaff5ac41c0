/**
 * What somebody used is not there (any more): a button, a field, a message, a window. The message says which, for
 * whoever writes tests; the page has a sentence of its own for it.
 */
export class NotThere extends Error {}

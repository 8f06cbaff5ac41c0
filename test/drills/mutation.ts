/** A control, how it is switched off, and the tests that have to notice. */
export interface Mutation {
  /** The number in the table of test/security.md. */
  check: string;
  what: string;
  file: string;
  /** Stands in the file exactly once. */
  text: string;
  becomes: string;
  test: string;
}

/** What the log file adds after the file's own columns. */
export const LOG_COLUMNS = ['Row', 'Severity', 'Problem', 'Suggested fix'] as const;

/** Header of a results file's column over who is to be created with sign-in blocked. */
export const BLOCKED_COLUMN = 'Block sign in';

/** Header of what was, or is to be, changed of people who exist. */
export const CHANGES_COLUMN = 'Changes';

/** The header of a results file, in which those who were created are no people to create. */
export const RESULT_COLUMNS = [
  'Row',
  'Display name',
  'Username',
  'Object ID',
  'Status',
  'Licenses',
  'Groups',
  'Manager',
  'Password mail',
  'Reason',
] as const;

/** Behind its own columns a results file has what else is known of those who were not created. */
export function isResults(columns: readonly string[]): boolean {
  return RESULT_COLUMNS.every((name, at) => columns[at] === name);
}

/**
 * Slack's limits that this room keeps to. Slack: Block Kit reference (blocks, block elements, composition objects,
 * views) and "Rate limits". Lengths are counted as UTF-16 units, which is never less than what Slack counts.
 */
export const LIMITS = {
  messageBlocks: 50,
  modalBlocks: 100,
  /** block_id, action_id, callback_id. */
  id: 255,
  modalTitle: 24,
  /** A modal's submit and close. */
  modalButton: 24,
  privateMetadata: 3_000,
  /** JSON of a view, in bytes. */
  viewBytes: 250_000,
  text: 3_000,
  header: 150,
  contextElements: 10,
  actions: 25,
  buttonText: 75,
  buttonValue: 2_000,
  optionText: 75,
  optionDescription: 75,
  optionValue: 150,
  /** Options of a select, or of one group. */
  options: 100,
  optionGroups: 100,
  groupLabel: 75,
  placeholder: 150,
  inputLabel: 2_000,
  inputHint: 2_000,
  /** A plain-text input's value. */
  inputValue: 3_000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  tableRows: 100,
  tableColumns: 20,
  /** All cells of a message's one table. */
  tableCharacters: 10_000,
  /**
   * JSON of a message's blocks. Slack states no number and answers `msg_blocks_too_long`: messages of 13,200 characters
   * were refused (bolt-js#2509), and one of 11,341 characters of text with structure around it (bolt-js#2867). Ours
   * stays well below: a line more is worth less than a message that does not come.
   */
  messageCharacters: 11_000,
} as const;

/** Our own, so that lists stay readable and the sums above hold. */
export const LENGTHS = {
  /** Rows of a list or table; the files hold all of them. */
  rows: 20,
  /** A name or value in a list. */
  value: 60,
  /** A user name in a list: most of the 113 characters that Graph allows. */
  userName: 100,
  /** A sentence in a list: more than any of ours (`test/views/sentences.test.ts`). */
  sentence: 240,
  /** What is wrong with one field. */
  error: 300,
  /** A sentence that stands alone. */
  paragraph: 600,
  /** Addresses, look-alikes and other short lists. */
  items: 10,
} as const;

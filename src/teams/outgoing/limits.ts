/**
 * Teams' limits that this room keeps to. Microsoft: "Format your bot messages" and "Rate limiting for bots";
 * cards above 28 kB are refused by some senders, so that is the size every card stays under.
 */
export const LIMITS = {
  cardBytes: 28_000,
  /** Rows of a list in one card. */
  rows: 20,
  /** A value or name in a list. */
  value: 80,
  /** A sentence in a list: more than any of ours (`test/views/sentences.test.ts`). */
  sentence: 240,
  /** A choice's title. */
  choice: 90,
  buttonTitle: 40,
  /**
   * Buttons in a row. Microsoft: "Cards reference": up to six in the actions of a card, and in those of a set. Its menu for
   * more of them is not in every client.
   */
  actions: 6,
  /** Addresses and other short lists. */
  items: 5,
} as const;

/** Teams gives up on an invoke after 5 s; nobody waits more than 3 s without a sign, the way there and back included. */
export const INVOKE_ANSWER_MS = 2_700;

/** Long enough that a quick answer to a message is the first thing in the chat. */
export const SIGN_AFTER_MS = 1_500;

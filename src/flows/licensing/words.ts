import { count } from '../words.ts';

/** What is said about licenses: what there is, who gets which, and what it costs. */
export const LICENSING_WORDS = {
  /** Whom a form is for. */
  who: {
    two: (one: string, other: string) => `${one} and ${other}`,
    more: (one: string, other: string, more: number) => `${one}, ${other}, and ${more} more`,
  },

  buttons: {
    next: 'Next',
    start: 'Change licenses',
    back: 'Back, or turn services off',
    forPeople: (n: number) => `Licenses for ${count(n, 'person', 'people')}`,
    refresh: 'Refresh',
    give: 'Assign to people…',
    inactive: 'Change for inactive people…',
    file: 'Assign from a file',
  },

  working: 'Changing licenses',

  /** A file of user names. */
  file: {
    whichSheet: {
      title: 'Which sheet has the people whose licenses you want to change?',
      next: "Nothing changes yet: you'll see everyone on the sheet first.",
    },
  },

  cost: {
    same: 'The same cost each month',
    more: (money: string) => `${money} more a month`,
    less: (money: string) => `${money} less a month`,
    unpriced: (cost: string, names: readonly string[]) =>
      `${cost}, not counting ${names.join(', ')} (${names.length === 1 ? 'its price is' : 'their prices are'} not known)`,
  },

  never: 'never',

  /** Said while Microsoft 365 does not answer. */
  oldCounts: (time: string) => `Microsoft 365 isn't answering right now. These seats are from ${time}.`,
  oldSeats: (time: string) => `Microsoft 365 isn't answering right now. The seats below are from ${time}.`,
};

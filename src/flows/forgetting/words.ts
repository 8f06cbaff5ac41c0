/** Everything that `forget` says. */
export const FORGETTING_WORDS = {
  nothing: 'Nothing is kept about this person.',
  found: {
    title: (whom: string, kept: string) => `Rollcall keeps this about ${whom}: ${kept}.`,
    others: 'Other people of the same jobs and requests stay. The account in Microsoft 365 stays as it is.',
    history: (days: number) =>
      `The history keeps who did what for ${days} days. Messages in Slack and Teams stay until somebody deletes them there.`,
    next: 'Press the button to delete it for good.',
    button: 'Delete all of it',
  },
  confirm: {
    title: 'Delete all of it?',
    text: 'It cannot be brought back. Passwords that nobody has seen yet are lost with it.',
    ok: 'Delete',
  },
  forgotten: {
    title: 'What was kept about this person is deleted.',
    text: (kept: string) => `It was ${kept}. The history says so without a name, under this receipt:`,
  },
};

export type ForgettingWords = typeof FORGETTING_WORDS;

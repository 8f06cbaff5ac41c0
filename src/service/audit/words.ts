/** What the history says in the place of a name. */
export const HISTORY_WORDS = {
  linkHolder: (recipient: string) => `someone with the link emailed to ${recipient}`,
};

/** What is said of the earlier states of a person. */
export const SNAPSHOT_WORDS = {
  /** Nobody knows any more who it was. */
  someone: 'someone',
  gone: {
    message: "This person's earlier state is no longer kept.",
    done: (days: number) => `Rollcall keeps it for ${days} days.`,
    next: 'Look the person up with user, and make the changes there.',
  },
};

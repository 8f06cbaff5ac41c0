/** What is said when the store can't be relied on. */
export const PORT_WORDS = {
  unsure: {
    message: "Rollcall can't be sure that its data folder is still its own.",
    done: 'Nothing was done.',
    next: 'Ask the person who runs Rollcall to look at the data folder (DATA_DIR), then try again.',
  },
  unkept: {
    message: "Rollcall can't reach its records right now.",
    done: 'Nothing was done.',
    next: 'Try again in a minute. If it goes on, tell the person who runs Rollcall.',
  },
  taken: {
    message: 'This is being worked on right now.',
    done: 'Nothing was changed.',
    next: 'Check its latest message, and press the button again if you still need to.',
  },
};

/** Why a file is not handed out. */
export const HANDOUT_WORDS = {
  paused: {
    message: 'Rollcall is paused right now.',
    done: "The file wasn't downloaded.",
    next: 'Open the link again later.',
  },
};

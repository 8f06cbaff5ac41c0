/** Why a file is not handed out. */
export const HANDOUT_WORDS = {
  paused: {
    message: 'Rollcall is paused right now.',
    done: 'The file was not downloaded.',
    next: 'Open the link again later.',
  },
};

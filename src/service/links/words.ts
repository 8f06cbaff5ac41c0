/** Why a one-time link is not made or not opened. */
export const LINK_WORDS = {
  paused: {
    message: 'Rollcall is paused right now.',
    done: "The link wasn't opened.",
    next: 'Open it again later.',
  },
  noAddress: {
    message: "Rollcall can't make one-time links: this server has no public address.",
    done: 'Nothing was shown or emailed.',
    next: 'Ask the person who runs Rollcall to set PUBLIC_URL, or email the passwords instead.',
  },
};

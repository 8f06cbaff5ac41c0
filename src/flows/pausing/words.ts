/** Everything that `pause` and `go on` say, and what is said meanwhile. */
export const PAUSING_WORDS = {
  who: (by: string, at: string) => `${by} paused it at ${at}.`,
  refused: {
    title: 'Rollcall is paused.',
    text: 'Nothing was done. What was running waits where it is, and nothing is lost.',
    next: 'Ask again once an admin has typed "go on".',
  },
  paused: {
    title: 'Rollcall is paused.',
    already: 'Rollcall was paused already.',
    text: 'Nothing is created, changed or mailed, and no password is shown, in any chat. What was running waits where it is, also after a restart.',
    next: 'Type "go on", or press the button, to let it go on.',
    goOn: 'Go on',
  },
  goesOn: {
    title: 'Rollcall goes on.',
    notPaused: 'Rollcall is not paused.',
    text: 'What was waiting goes on where it was.',
  },
};

export type PausingWords = typeof PAUSING_WORDS;

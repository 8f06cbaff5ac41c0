/** Everything that `pause` and `go on` say, and what is said meanwhile. */
export const PAUSING_WORDS = {
  who: (by: string, at: string) => `${by} paused it at ${at}.`,
  refused: {
    title: 'Rollcall is paused.',
    text: 'Nothing was done. Anything that was running is on hold, and nothing is lost.',
    next: 'Ask again after an admin types "go on".',
  },
  paused: {
    title: 'Rollcall is paused.',
    already: 'Rollcall was already paused.',
    text: 'Nothing is created, changed or emailed, and no password is shown, in any chat. Anything that was running is on hold, even after a restart.',
    next: 'To continue, press the button or type "go on".',
    goOn: 'Go on',
  },
  goesOn: {
    title: 'Rollcall is running again.',
    notPaused: "Rollcall isn't paused.",
    text: 'Everything that was on hold continues where it stopped.',
  },
};

/** Everything that `pause` and `resume` say, and what is said meanwhile. */
export const PAUSING_WORDS = {
  who: (by: string, at: string) => `${by} paused it on ${at}.`,
  itself: (at: string) => `It paused itself on ${at}, because its data may be an older copy.`,
  beforeItself: (at: string) =>
    `It had paused itself on ${at}, because its data may have been an older copy.`,
  before: (by: string, at: string) => `${by} had paused it on ${at}.`,
  refused: {
    title: 'Rollcall is paused.',
    text: 'Nothing was done. Anything that was running is on hold, and nothing is lost.',
    next: 'Ask again after an admin types resume.',
  },
  paused: {
    title: 'Rollcall is paused.',
    already: 'Rollcall was already paused.',
    text: "Until you resume, Rollcall won't create, change, or email anything, or show passwords, in either chat. Anything that was running is on hold, even after a restart.",
    next: 'To continue, press Resume or type resume.',
    resume: 'Resume',
  },
  goesOn: {
    title: 'Rollcall is running again.',
    notPaused: "Rollcall isn't paused.",
    text: 'Everything that was on hold continues where it stopped.',
  },
};

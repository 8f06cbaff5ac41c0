/** Why the policy file is not written. */
export const POLICY_FILE_WORDS = {
  unchanged: "policy.json wasn't changed.",
  notAllowed: {
    message: "Rollcall isn't allowed to change policy.json.",
    next: 'Change it yourself, or ask the person who runs Rollcall to.',
  },
  wrongNow: {
    message: 'policy.json has a mistake in it right now.',
    next: 'Correct it first. npm run doctor policy says where it is.',
  },
  wouldBeWrong: (problem: string) => ({
    message: `policy.json would have a mistake in it. ${problem}`,
    next: 'Change policy.json yourself.',
  }),
  changedMeanwhile: {
    message: 'Someone changed policy.json at the same moment.',
    next: 'Try again in a minute.',
  },
  cannotWrite: {
    message: "policy.json can't be replaced on this server.",
    next: 'Change it yourself, or ask the person who runs Rollcall to. The folder that it is in has to be writable.',
  },
  thereAlready: (name: string) => ({
    message: `This tenant is already there, as ${name}.`,
    next: 'There is nothing to add. Type customers to see it.',
  }),
  stillNamed: (places: readonly string[]) => ({
    message: `This customer is still named in ${places.join(', ')}.`,
    next: 'Change that in policy.json first.',
  }),
};

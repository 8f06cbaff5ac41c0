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
  stillNeeded: (places: readonly string[]) => ({
    message: 'Something in policy.json is for this customer alone.',
    next: `Change this in policy.json first: ${places.join('; ')}.`,
  }),
  /** What is for the customer alone. */
  place: {
    people: (name: string) => `${name} acts for no other customer`,
    groups: (name: string) => `the group ${name} gives roles for no other customer`,
    workspaces: (id: string) => `the Slack workspace ${id} is for no other customer`,
    directory: (name: string) => `the group ${name} is read in this customer's directory`,
    rule: (name: string) => `the approval rule ${name} is for this customer`,
  },
};

/** What admins are told about the installation itself. */
export const OPERATING_WORDS = {
  policyRefused: {
    title: 'The policy file was changed, and has a mistake',
    text: 'Rollcall goes on with the policy that it had, so what was changed does not hold yet.',
    more: (more: number) => `There are ${more} more. The log has all of them (policy.refused).`,
    next: 'Correct policy.json where Rollcall runs. It is read again by itself within seconds; npm run doctor policy tells the same.',
  },
  startFindings: {
    title: 'Rollcall started, and something is not set up right',
    more: (more: number) => `There are ${more} more. The log has all of them (start.wrong).`,
    next: 'Whoever runs Rollcall can see everything with npm run doctor. This is told once, and again when something else is wrong.',
  },
};

export type OperatingWords = typeof OPERATING_WORDS;

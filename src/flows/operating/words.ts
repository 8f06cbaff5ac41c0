/** What admins are told about the installation itself. */
export const OPERATING_WORDS = {
  policyRefused: {
    title: 'The policy file was changed, and has a mistake',
    text: 'Rollcall still uses the earlier policy. The change has no effect yet.',
    more: (more: number) =>
      `There ${more === 1 ? 'is 1 more' : `are ${more} more`} in the log (policy.refused).`,
    next: 'Correct policy.json on the server. Rollcall reads it again within seconds. To check it yourself, run npm run doctor policy.',
  },
  startFindings: {
    title: "Rollcall started, but something isn't set up right",
    more: (more: number) =>
      `There ${more === 1 ? 'is 1 more' : `are ${more} more`} in the log (start.wrong).`,
    next: 'For the full list, run npm run doctor on the server. You will hear about this again only if something else is wrong.',
  },
};

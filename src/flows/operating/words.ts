/** What admins are told about the installation itself. */
export const OPERATING_WORDS = {
  policyRefused: {
    title: 'The policy file was changed, and has a mistake',
    text: 'Rollcall still uses the earlier policy. The change has no effect yet.',
    more: (more: number) =>
      `There ${more === 1 ? 'is 1 more' : `are ${more} more`} in the log (policy.refused).`,
    next: 'Correct policy.json on the server. Rollcall reads it again within seconds. To check it yourself, run npm run doctor policy.',
  },
  policyBehind: {
    title: 'A policy file is older than the one that was used before',
    text: "The instance of Rollcall that has it starts nothing new, so that no one gets back what a newer policy took away. If it's the only one that runs, Rollcall does nothing.",
    next: 'Bring the newest policy.json to every server. To use the older one, add a blank line to it, or wait: it is used once nothing has run with the newer one for five minutes.',
  },
  policyLeft: {
    title: 'Some work waits for a newer policy file',
    text: "Rollcall is using an older policy file, because nothing has run with the newest one for a while. What the older one doesn't allow waits for the newest one, and nothing of it is lost.",
    next: "Bring the newest policy.json to every server. To use the older one for good, add a blank line to it: then what it doesn't allow ends.",
  },
  firstTeamChanged: {
    title: 'The first Slack workspace in the policy changed',
    text: (before: string, now: string) =>
      `slackTeams now starts with ${now} instead of ${before}. What Rollcall kept so far without a workspace belongs to the first one: people who are named by their Slack id alone, and messages that were sent.`,
    next: (before: string) =>
      `If that wasn't meant, put "${before}" first in slackTeams again, and new workspaces at the end.`,
  },
  startFindings: {
    title: "Rollcall started, but something isn't set up right",
    more: (more: number) =>
      `There ${more === 1 ? 'is 1 more' : `are ${more} more`} in the log (start.wrong).`,
    next: 'For the full list, run npm run doctor on the server. You will hear about this again only if something else is wrong.',
  },
};

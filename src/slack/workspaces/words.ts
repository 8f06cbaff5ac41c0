/** What Rollcall says about adding it to workspaces, and about being removed from one. */
export const WORKSPACE_WORDS = {
  notInstalled: {
    message: "Rollcall isn't installed in that Slack workspace.",
    next: 'Ask a person who manages apps in that workspace to open the address of Rollcall with /slack/install at its end.',
  },
  notKnownYet: {
    message: "Slack didn't say in time which organization your workspace is part of.",
    next: 'Try again in a minute.',
  },
  notRenewed: {
    message: "Slack doesn't give Rollcall a new token for that workspace now.",
    next: 'Try again in a minute. If it happens again, tell the person who runs Rollcall.',
  },
  workspace: (name: string) => `the Slack workspace ${name}`,
  organization: (name: string) => `the Slack organization ${name}`,
  lost: (place: string, id: string) => ({
    title: `Rollcall lost its access to ${place}.`,
    text: [
      'Slack gives Rollcall no new token there: the app was removed, or its last token was lost. Jobs and plans from there keep running, but no one there gets messages about them. If a user group there gives someone their role, what they asked for waits until Rollcall is back.',
      `Its id is ${id}.`,
    ],
  }),
  removed: (place: string, id: string) => ({
    title: `Rollcall was removed from ${place}.`,
    text: [
      'Jobs and plans from there keep running, but no one there gets messages about them. If a user group there gives someone their role, what they asked for waits until Rollcall is back.',
      `Its id is ${id}.`,
    ],
  }),
  /** Of the workspace whose token is a variable. */
  ownLost: {
    kind: 'notice',
    tone: 'warning',
    title: 'Rollcall lost its access to Slack.',
    text: [
      'The Slack app was removed, or its token was revoked. Jobs and plans keep running, but no one gets messages about them in Slack. If Rollcall stops, it can start again only with a new token, also for Teams. If a Slack user group gives someone their role, what they asked for waits until Rollcall is back.',
    ],
    next: 'Ask the person who runs Rollcall to install the Slack app again, and to start Rollcall with its new token. The messages that are missing are sent then.',
    buttons: [],
  },
  addAgain: (address: string) =>
    `If it should be there, ask a person who manages apps in that workspace to open ${address}. The messages that are missing are sent then.`,
  addToAllAgain: (address: string) =>
    `If it should be there, ask an admin of the organization to open ${address}, and to add Rollcall to its workspaces again. The messages that are missing are sent then.`,
  added: (name: string) => ({
    title: 'Rollcall is installed',
    text: [
      `Rollcall can now be used in ${name} by the people in its policy.`,
      'Find it in Slack under Apps, write help to it, and close this page.',
    ],
  }),
  /** Slack, "Org-ready apps: reference": the app of an organization is in none of its workspaces until an admin adds it. */
  addedToOrganization: (name: string) => ({
    title: 'Rollcall is installed',
    text: [
      `Rollcall is installed for the organization ${name}, but isn't in any of its workspaces yet.`,
      'Ask an admin of the organization to add it to workspaces, in the organization settings of Slack under Integrations.',
    ],
  }),
  notKept: {
    title: "Rollcall wasn't installed",
    text: [
      "Slack completed the installation, but Rollcall couldn't save it, so it can't be used.",
      'Tell the person who runs Rollcall, whose log says why. Then start the installation again.',
    ],
  },
  notBegun: (address: string) => ({
    title: "Rollcall wasn't installed",
    text: [
      "The installation didn't start at Rollcall, so Rollcall can't tell who asked for it. Nothing was done.",
      `Open ${address} to start it.`,
    ],
  }),
  busy: {
    title: 'Rollcall is busy',
    text: ['Too many installations were started. Nothing was done.', 'Try again in a minute.'],
  },
  behind: {
    title: 'Rollcall is being updated',
    text: ['Rollcall has done nothing yet.', 'Reload this page in a minute.'],
  },
  notNamed: (name: string, id: string) => ({
    title: "Rollcall wasn't installed",
    text: [
      `Rollcall isn't set up for ${name}, so it gave its access back. Nothing else was done.`,
      `If it should be there, ask the person who runs Rollcall to add "${id}" to slackTeams in policy.json. Then install it again.`,
    ],
  }),
  noBot: {
    title: "Rollcall wasn't installed",
    text: [
      'Slack gave Rollcall no bot in this workspace. Nothing was done.',
      'Ask the person who runs Rollcall to compare the Slack app with its manifest. Then install it again.',
    ],
  },
  notOurs: {
    title: "Rollcall wasn't installed",
    text: [
      "Slack doesn't accept Rollcall's client ID and client secret, so it gave Rollcall no access. Nothing was done.",
      'Ask the person who runs Rollcall to compare them with the Slack app. Then install it again.',
    ],
  },
  canceled: {
    title: "Rollcall wasn't installed",
    text: ['The installation was canceled in Slack. Nothing was done.', 'You can close this page.'],
  },
  stale: (address: string) => ({
    title: 'This page was opened too late, twice, or in another browser',
    text: [
      'If it was opened twice, Rollcall may already be installed: look for it in Slack under Apps.',
      `If it isn't there, open ${address}, and finish within ten minutes in the same browser.`,
    ],
  }),
  failed: {
    title: "Rollcall wasn't installed",
    text: [
      "Slack didn't complete the installation, so Rollcall can't be used there.",
      'Start the installation again. If it happens again, tell the person who runs Rollcall.',
    ],
  },
} as const;

import { listWords } from '../../domain/listWords.ts';
import { ATTENTION_WORDS, count } from '../words.ts';

/** What is said about which customer something is for. */
export const CUSTOMER_WORDS = {
  choosing: {
    title: 'For which customer?',
    unknown: (word: string) => `None of your customers is called "${word}".`,
    submit: 'Continue',
    hint: 'To skip this question, add the customer to the command, like @contoso.',
  },
  refused: {
    CUSTOMER_NOT_YOURS: {
      title: "You can't act for this customer.",
      text: 'Nothing was done.',
      next: (whom: string) => `If you should be able to, ask ${whom}.`,
    },
    CUSTOMER_NOT_ALL: {
      title: 'This is for all customers, and you act for only some of them.',
      text: 'Nothing was done.',
      next: (whom: string) => `Ask an admin of all customers, or ${whom}.`,
    },
    CUSTOMER_OTHER: {
      title: 'This belongs to a different customer than the card shows.',
      text: 'Nothing was done.',
      next: () => 'Start again from the card of the right customer, or type the command again.',
    },
    CUSTOMER_ELSEWHERE: {
      title: 'This channel is for another customer.',
      text: 'Nothing was done.',
      next: () => 'Type it in a direct message to Rollcall, or in the channel of the customer that you mean.',
    },
    CUSTOMER_GONE: {
      title: 'This customer was removed from Rollcall.',
      text: 'Nothing was done.',
      next: () =>
        'An admin of all customers can still read its history, and can add it again under customers.',
    },
    POLICY_OLDER: {
      title: "This customer isn't in the policy file that Rollcall is using.",
      text: 'Nothing was done. Rollcall is using an older file until the newest one is back, and what was begun waits for that.',
      next: (whom: string) =>
        `Try again later, or ask ${whom} to bring the newest policy.json to every server.`,
    },
    CUSTOMER_UNSAID: {
      title: "This card doesn't say which customer it's for.",
      text: 'Nothing was done. The card is from before Rollcall had several customers.',
      next: () => 'Type the command again.',
    },
  },
};

/** What is said of several customers at once, and of each. */
export const OVERVIEW_WORDS = {
  open: 'Open',
  refresh: 'Refresh',
  add: 'Add a customer',
  previous: 'Previous page',
  following: 'Next page',
  page: (from: number, to: number, all: number) =>
    `These are ${from} to ${to} of ${all}. To find one, type customers and a part of its name.`,
  note: 'What needs attention comes first. Open a customer to act for it.',
  well: 'Nothing needs attention',
  slow: "Microsoft 365 hasn't answered yet",
  down: (message: string, since: string) => `Unreachable since ${since}: ${message}`,
  wrong: (n: number, at: string) =>
    `${count(n, 'thing was', 'things were')} wrong when it was checked on ${at}`,
  license: (name: string, attention: keyof typeof ATTENTION_WORDS, left: number) =>
    attention === 'low' ? `${name}: ${left} left` : `${name}: ${ATTENTION_WORDS[attention].toLowerCase()}`,
  moreLicenses: (n: number) => count(n, 'more license', 'more licenses'),
  waiting: (n: number) => count(n, 'request is waiting', 'requests are waiting'),
  leaving: (n: number) => `${count(n, 'person leaves', 'people leave')} this week`,
  undelivered: (n: number) => count(n, 'email failed', 'emails failed'),
  buttons: {
    week: 'This week',
    licenses: 'Licenses',
    approvals: 'Approvals',
    history: 'History',
    check: 'Check',
    remove: 'Remove',
  },
  next: 'Press Check to find missing permissions and roles.',
  checked: {
    well: 'Rollcall can do everything here',
    trouble: (n: number) => `${count(n, 'thing is', 'things are')} missing or wrong`,
    more: (n: number) => `${n} more: npm run doctor -- --customer shows all of them.`,
  },
};

/** What is said of one customer's leavers of the week, and of its emails that failed. */
export const WEEK_WORDS = {
  none: 'No email failed, and no one leaves this week.',
  noneOwn: 'None of your emails failed, and no one you offboard leaves this week.',
  more: (n: number) => `Show ${n} more`,
  show: (position: number) => `Show ${position}`,
  failed: (position: number, recipient: string, said: string, by: string | undefined, time: string) =>
    `${position}. Email to ${recipient}: ${said} · ${by === undefined ? 'your job' : `job of ${by}`}, ${time}`,
  leaves: (position: number, who: string, time: string, by: string | undefined) =>
    `${position}. ${who}: leaves ${time} · planned by ${by ?? 'you'}`,
  next: 'The person who started a job can send its emails again.',
};

/** What is said while a customer is added. */
export const ADD_WORDS = {
  submit: 'Next',
  note: (cloud: string) =>
    `Next, you get a link for an admin of the customer. Nothing is added before they consent. All customers have to be in the same Microsoft cloud (${cloud}).`,
  asked: {
    title: (name: string) => `Send this link to an admin of ${name}`,
    text: (days: number) =>
      `They need to be a Global Administrator or a Privileged Role Administrator there. The link works once, and for ${count(days, 'day', 'days')}.`,
    comesBack: "Rollcall's admins get a message here once they have consented.",
    comesBackNot:
      'Rollcall has no public address (PUBLIC_URL), so the page they end up on may show an error, and no message comes here. Once they have consented, press Check again.',
    next: 'You can send them this: "To let us look after your people in Microsoft 365, please open this link and press Accept."',
    again: 'Check again',
  },
  ready: {
    title: (name: string) => `${name} can be added`,
    tenant: (displayName: string, domains: readonly string[], more: number) =>
      `The tenant is ${displayName}. Its domains are ${listWords(more > 0 ? [...domains, `${more} more`] : domains, 'and')}.`,
    licenses: (names: readonly string[], more: number) =>
      `Its licenses are ${listWords(more > 0 ? [...names, `${more} more`] : names, 'and')}.`,
    noLicenses: 'It has no licenses.',
    role: "Consent doesn't include an admin role. To set new passwords for existing people, an admin there has to assign the role User Administrator to the app.",
    who: "Everyone in the policy who isn't limited to certain customers can act for it.",
    write: 'Add to the policy',
    paste:
      'Add this to "customers" in policy.json. Rollcall reads the file again within seconds, without a restart.',
    first: (entry: string) =>
      `With several customers, each needs its tenant ID in the policy. Also add it to the one that is there: ${entry}`,
  },
  notReady: {
    title: (name: string) => `${name} can't be added yet`,
    noConsent: 'No admin there has consented, or only a moment ago.',
    consented: 'Wait a minute, and then press Check again.',
  },
  added: {
    title: (name: string) => `${name} was added`,
    text: 'It can be used within seconds. Type customers to see it.',
  },
};

/** What is said while a customer is asked for its consent once more. */
export const CONSENT_WORDS = {
  button: 'New consent link',
  comesBack: "The customer's admins here get a message once they have consented.",
  back: {
    title: (name: string) => `${name} lets Rollcall in again`,
    text: 'In the results of jobs that failed there, Try again does what is missing.',
  },
  notBack: {
    title: (name: string) => `${name} still doesn't let Rollcall in`,
    text: 'An admin there has just consented. It can take a few minutes to work.',
  },
};

/** What is said while a customer is removed. */
export const REMOVE_WORDS = {
  title: (name: string) => `Remove ${name}?`,
  running: (jobs: readonly { by: string; total: number }[]) =>
    `${jobs.length === 1 ? 'A job is' : `${jobs.length} jobs are`} running: ${listWords(
      jobs.map(({ by, total }) => `${count(total, 'person', 'people')} for ${by}`),
      'and',
    )}. The customer can't be removed until ${jobs.length === 1 ? "it's" : "they're"} done.`,
  requests: (n: number) =>
    `${count(n, 'request or plan is', 'requests and plans are')} open. ${n === 1 ? 'It' : 'They'} will be canceled, and the requesters will be told.`,
  nothingOpen: 'Nothing is running or waiting there.',
  keeps:
    "The history is kept. Nothing changes in the tenant: to end Rollcall's access, an admin there has to remove the app.",
  paste: (id: string) => `To remove it, take the entry "${id}" out of "customers" in policy.json.`,
  button: 'Remove now',
  removed: {
    title: (name: string) => `${name} was removed`,
    text: 'It will be gone within seconds.',
    next: "To end Rollcall's access to the tenant as well, an admin there has to remove the app under Enterprise applications.",
  },
};

/** What admins are told of a customer whose tenant refuses Rollcall. */
export const LOGIN_WORDS = {
  title: (name: string) => `${name} no longer lets Rollcall in`,
  house: "Microsoft doesn't let Rollcall in",
  text: 'Until this is fixed, nothing can be done there, and people in running jobs fail with this reason. Afterwards, Try again finishes them.',
  houseText: 'Until this is fixed, nothing can be done for any customer.',
};

/** What is said about what was begun without a customer. */
export const CUSTOMER_SERVICE_WORDS = {
  gone: {
    message: 'This question is no longer open.',
    next: 'Nothing was done. Type the command again, or attach the file again.',
  },
};

/** Why nothing is done any more for a customer that is gone from the policy. */
export const CUSTOMER_GONE_WORDS = (customer: string) => ({
  message: `${customer} was removed from Rollcall, so nothing more is done for it.`,
  next: 'If it should be there, ask the person who runs Rollcall to add it to policy.json again. Then start again.',
});

/** Why a customer is not added. */
export const ADDING_WORDS = {
  nothing: 'Nothing was added.',
  noName: { message: 'A customer needs a name.', next: 'Enter one of at most 60 characters.' },
  noTenant: {
    message: "This isn't a tenant ID or a domain.",
    next: "Enter one of the tenant's verified domains, such as wingtiptoys.com, or its tenant ID.",
  },
  alike: (name: string) => ({
    message: `There already is a customer called ${name}.`,
    next: 'Enter a name that people can tell from all others.',
  }),
  gone: {
    message: 'This link is no longer valid.',
    next: 'Type customers and add the customer again.',
  },
  thereAlready: (name: string) => ({
    message: `This tenant is already there, as ${name}.`,
    next: 'There is nothing to add. If two customers share one tenant, add the second in policy.json, with its administrative unit.',
  }),
  otherTenant: {
    message: 'The answer came from a different tenant than the link was for.',
    next: 'Type customers and add the customer again.',
  },
  withoutDomain: (domain: string) => ({
    message: `${domain} isn't one of the verified domains of this tenant.`,
    next: 'Add the customer again with one of its verified domains, or with its tenant ID.',
  }),
  shared: (domain: string, name: string) => ({
    message: `${domain} already belongs to ${name}.`,
    next: 'A domain is verified in only one tenant. Check the tenant ID, and which tenant the customer really uses.',
  }),
  notWritable: {
    message: "Rollcall isn't allowed to change policy.json here.",
    next: 'Add the lines to policy.json yourself, or ask the person who runs Rollcall to.',
  },
  pressedTwice: {
    message: 'Someone else just added this customer.',
    next: 'Type customers to see it.',
  },
};

/** A page of plain text. */
export interface Page {
  title: string;
  text: readonly string[];
}

/** What an admin of a customer reads who comes back from Microsoft's page. */
export const CONSENT_PAGES = {
  given: {
    title: 'Thank you',
    text: [
      'Rollcall can reach your tenant now. The people who sent you the link have been told and will do the rest.',
      'You can close this page.',
    ],
  },
  givenUnseen: {
    title: 'Thank you',
    text: [
      "You consented, but Rollcall can't use your tenant yet. The people who sent you the link have been told why.",
      'You can close this page.',
    ],
  },
  canceled: {
    title: 'Nothing was allowed',
    text: [
      "Consent was canceled or refused on Microsoft's page. Rollcall has no access to your tenant.",
      'To allow it after all, open the same link again. You need to be a Global Administrator or a Privileged Role Administrator.',
    ],
  },
  unasked: {
    title: 'You can close this page',
    text: [
      "If you pressed Accept on Microsoft's page, consent has been given.",
      "Rollcall didn't make the link that you opened, so no one was told. The person who runs Rollcall can check with npm run doctor -- graph.",
    ],
  },
  stale: {
    title: 'This link is no longer valid',
    text: [
      "It has expired, it's no longer needed, or this Rollcall didn't make it. Nothing was changed in Rollcall.",
      'Ask the people who sent it to you for a new one. If none is needed, an admin can delete the app under Enterprise applications.',
    ],
  },
  used: {
    title: 'This link has already been used',
    text: ['There is nothing left to do. You can close this page.'],
  },
  otherTenant: (name: string): Page => ({
    title: 'That was a different tenant',
    text: [
      `The link is for ${name}, but the answer came from a different tenant, so Rollcall didn't accept it.`,
      `Open the link again and sign in as an admin of ${name}. If you consented for a tenant by mistake, remove Rollcall there under Enterprise applications.`,
    ],
  }),
  busy: {
    title: 'Rollcall is busy',
    text: ['Too many pages were opened at once. Nothing was done.', 'Try again in a minute.'],
  },
  behind: {
    title: 'Rollcall is being updated',
    text: ['Rollcall has done nothing yet.', 'Reload this page in a minute.'],
  },
} as const;

/** Why a customer is not removed. */
export const REMOVING_WORDS = {
  nothing: 'Nothing was removed.',
  only: {
    message: 'This is the only customer.',
    next: 'Add another one first, or stop Rollcall if you no longer need it.',
  },
  running: (name: string, jobs: number) => ({
    message: `${jobs === 1 ? 'A job' : `${jobs} jobs`} of ${name} ${jobs === 1 ? 'is' : 'are'} running.`,
    next: `Wait until ${jobs === 1 ? "it's" : "they're"} done, or ask the people who started ${jobs === 1 ? 'it' : 'them'} to press Stop.`,
  }),
};

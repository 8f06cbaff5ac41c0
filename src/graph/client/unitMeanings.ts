import type { Meaning } from './meaning.ts';

/** What Microsoft 365 refuses because of an administrative unit. */
export const UNIT_MEANINGS = {
  unitClosed: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message: 'Rollcall may not create people in the administrative unit that its policy names.',
    next: 'Ask whoever runs Rollcall to run npm run doctor -- graph: the app needs the role User Administrator over that unit.',
  },
  unitUnknown: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message: 'The administrative unit that the policy of Rollcall names does not exist in this tenant.',
    next: 'Ask whoever runs Rollcall to correct "administrativeUnit" in the policy.',
  },
  // Microsoft: "Administrative units troubleshooting": a new member can take some minutes to show.
  unitSettling: {
    code: 'FORBIDDEN',
    nature: 'settling',
    message: 'Rollcall may not give this person licenses: its role reaches only its administrative unit.',
    next: 'Somebody who was just created can take some minutes to count as in the unit. Try again then; if it stays so, ask whoever runs Rollcall to run npm run doctor -- graph.',
  },
  outsideUnit: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message: 'Rollcall may change only the people and groups in its administrative unit.',
    next: 'Ask an admin of the tenant to make the change, or to add the person, or the group, to that unit.',
  },
  restrictedUnit: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message:
      'This person or group is in a restricted administrative unit, where only its own admins change anything.',
    next: 'Ask an admin of that unit to make the change.',
  },
} as const satisfies Record<string, Meaning>;

import type { Meaning } from './meaning.ts';

/** What Microsoft 365 refuses because of an administrative unit. */
export const UNIT_MEANINGS = {
  unitClosed: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message: "Rollcall isn't allowed to create people in the administrative unit named in its policy.",
    next: 'Ask the person who runs Rollcall to run npm run doctor -- graph. The app needs the role User Administrator over that unit.',
  },
  unitUnknown: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message: "The administrative unit named in Rollcall's policy doesn't exist in this tenant.",
    next: 'Ask the person who runs Rollcall to correct "administrativeUnit" in the policy.',
  },
  // Microsoft: "Administrative units troubleshooting": a new member can take some minutes to show.
  unitSettling: {
    code: 'FORBIDDEN',
    nature: 'settling',
    message:
      "Rollcall isn't allowed to assign licenses to this person: its role covers only its administrative unit.",
    next: 'A new person can take a few minutes to show up in the unit. Try again then. If that fails, ask the person who runs Rollcall to run npm run doctor -- graph.',
  },
  outsideUnit: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message: 'Rollcall may change only the people and groups in its administrative unit.',
    next: 'Ask an admin of the tenant to make the change, or to add the person or group to that unit.',
  },
  restrictedUnit: {
    code: 'FORBIDDEN',
    nature: 'refused',
    message:
      'This person or group is in a restricted administrative unit. Only its own admins can change it.',
    next: 'Ask an admin of that unit to make the change.',
  },
} as const satisfies Record<string, Meaning>;

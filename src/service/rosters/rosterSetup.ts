import { tidyValue } from '../../domain/personRules.ts';
import { parseRecipients } from '../../domain/recipients.ts';
import type { PasswordDelivery, Problem, RequestSettings, RosterRow } from '../../domain/terms.ts';
import { isUsageLocation } from '../../domain/usageLocations.ts';
import type { CustomerFacts } from '../facts/customerFacts.ts';
import { readGroupChoice } from '../facts/groupChoice.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import { checkLicenses, describeMissingLocation } from '../licensing/seats.ts';
import { checkDelivery } from '../people/passwordDelivery.ts';
import { ROSTER_PROBLEMS } from './words.ts';

/** The set-up form as it was filled in. */
export interface SetupAnswers {
  signIn: string;
  usageLocation: string;
  licenses: string[];
  /** Group ids. */
  groups?: string[] | undefined;
  recipients: string;
  delivery?: PasswordDelivery | undefined;
  reason: string;
}

function listLicensesPerPerson(rows: readonly RosterRow[], forAll: readonly string[]): (readonly string[])[] {
  return rows.map(({ licenses }) => licenses ?? forAll);
}

function checkLocation(
  rows: readonly RosterRow[],
  usageLocation: string,
  licenses: readonly string[],
): Problem[] {
  if (usageLocation !== '') {
    if (isUsageLocation(usageLocation)) return [];
    const message = ROSTER_PROBLEMS.noCountry;
    return [
      {
        property: 'usageLocation',
        value: usageLocation,
        code: 'LOCATION_INVALID',
        severity: 'error',
        message,
      },
    ];
  }
  const without = rows.filter(
    ({ person, licenses: own }) => person.usageLocation === undefined && (own ?? licenses).length > 0,
  );
  return without.length === 0 ? [] : [describeMissingLocation(ROSTER_PROBLEMS.work)];
}

function checkSignIn(signIn: string): Problem[] {
  if (signIn === 'allowed' || signIn === 'blocked') return [];
  const message = ROSTER_PROBLEMS.chooseSignIn;
  return [{ property: 'accountEnabled', value: signIn, code: 'INPUT_INVALID', severity: 'error', message }];
}

/** A ready row as it is created; undefined for a row that lacks what only an error lets it lack. */
export function personOf(
  row: RosterRow,
  settings: RequestSettings,
): AcceptRequest['people'][number] | undefined {
  const { userPrincipalName, displayName } = row.person;
  if (userPrincipalName === undefined || displayName === undefined) return undefined;
  const usageLocation = row.person.usageLocation ?? settings.usageLocation;
  const groups = row.groups ?? settings.groups;
  return {
    person: {
      ...row.person,
      userPrincipalName,
      displayName,
      ...(usageLocation === '' ? {} : { usageLocation }),
    },
    accountEnabled: row.accountEnabled ?? settings.accountEnabled,
    licenses: row.licenses ?? settings.licenses,
    ...(groups === undefined ? {} : { groups }),
    ...(row.manager === undefined ? {} : { manager: row.manager }),
    ...(row.recipients === undefined ? {} : { recipients: row.recipients }),
    sourceRow: row.row,
  };
}

/** The set-up form's settings for these rows, their problems, and the licenses each person would get. */
export function checkSetup(
  facts: CustomerFacts,
  recipientDomains: readonly string[] | undefined,
  rows: readonly RosterRow[],
  setup: SetupAnswers,
): { settings: RequestSettings; problems: Problem[]; perPerson: (readonly string[])[] } {
  const { recipients, problems } = parseRecipients(setup.recipients, recipientDomains);
  const chosen = readGroupChoice(facts.groups, setup.groups);
  const settings: RequestSettings = {
    accountEnabled: setup.signIn !== 'blocked',
    usageLocation: tidyValue(setup.usageLocation),
    licenses: [...new Set(setup.licenses)],
    ...(chosen.groups.length === 0 ? {} : { groups: chosen.groups }),
    recipients,
    delivery: setup.delivery ?? facts.passwordDelivery,
  };
  const perPerson = listLicensesPerPerson(rows, settings.licenses);
  return {
    settings,
    perPerson,
    problems: [
      ...checkSignIn(setup.signIn),
      ...checkLocation(rows, settings.usageLocation, settings.licenses),
      ...checkLicenses(facts, [...settings.licenses, ...perPerson.flat()]),
      ...chosen.problems,
      ...problems,
      ...checkDelivery(facts.deliveries, setup.delivery, setup.recipients),
    ],
  };
}

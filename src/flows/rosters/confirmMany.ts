import type { RequestSettings, RosterRow } from '../../domain/terms.ts';
import { nameOfLocation } from '../../domain/usageLocations.ts';
import { readyRows } from '../../roster/check/weighRoster.ts';
import type { Foreseen } from '../../service/approvals/foresee.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { CustomerFacts } from '../../service/facts/customerFacts.ts';
import { countSeats } from '../../service/licensing/seats.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { listLeftOut } from '../../service/rosters/leftOut.ts';
import { ASK_LABEL, sayInConfirm } from '../approvals/foreseen.ts';
import { showCost } from '../licensing/costWords.ts';
import type { BulkConfirmView } from '../views/roster.ts';
import { ROSTER_WORDS } from './words.ts';

const words = ROSTER_WORDS.confirm;

/** Of who is left out, in the confirmation; the verification and the log file have the others. */
const MAX_LEFT_OUT = 5;
/** Of who is created: enough to see that the names are right. */
const MAX_NAMED = 3;

/** Licenses of each person who would be created with these settings: a row's own win. */
function licensesPerPerson(draft: RosterDraft, licenses: readonly string[]): (readonly string[])[] {
  return readyRows(draft.rows, draft.findings).map((row) => row.licenses ?? licenses);
}

function countOwnRecipients({ rows, findings }: RosterDraft): number {
  return readyRows(rows, findings).filter(({ recipients }) => recipients !== undefined).length;
}

/** `Set in the file: sign-in blocked for 2, a different location for 1, a manager for 3.` Empty when no row differs. */
function sayRows({ rows, findings }: RosterDraft, settings: RequestSettings): string {
  const ready = readyRows(rows, findings);
  const forAll = settings.accountEnabled;
  const differing: readonly [string, (row: RosterRow) => boolean][] = [
    [words.signIn(!forAll), ({ accountEnabled = forAll }) => accountEnabled !== forAll],
    [
      words.location,
      ({ person: { usageLocation = settings.usageLocation } }) => usageLocation !== settings.usageLocation,
    ],
    [words.groups, ({ groups }) => groups !== undefined],
    [words.manager, ({ manager }) => manager !== undefined],
  ];
  const said = differing.flatMap(([what, isSo]) => {
    const found = ready.filter(isSo).length;
    return found === 0 ? [] : [words.differs(what, found)];
  });
  return said.length === 0 ? '' : words.rows(said);
}

/** What is asked before the people of a file are created. Undefined before the set-up form was accepted. */
export function showConfirm(
  facts: CustomerFacts,
  draft: DraftRecord<RosterDraft>,
  foreseen: Foreseen | undefined,
): BulkConfirmView | undefined {
  const { settings, counts, fileName, reason } = draft.data;
  if (settings === undefined) return undefined;
  const leftOut = listLeftOut(draft.data.findings, draft.data.rows);
  const licenses = countSeats(facts.licenses, licensesPerPerson(draft.data, settings.licenses));
  return {
    kind: 'bulkConfirm',
    target: {
      submit: {
        action: 'addusers.start',
        label: foreseen === undefined ? words.create(counts.ready) : ASK_LABEL,
      },
      id: draft.id,
      version: draft.version,
      errors: {},
    },
    back: { action: 'addusers.setupBack', label: words.back, id: draft.id, version: draft.version },
    fileName,
    customer: facts.name,
    people: counts.ready,
    first: readyRows(draft.data.rows, draft.data.findings)
      .slice(0, MAX_NAMED)
      .map(({ person: { displayName = '', userPrincipalName = '' } }) => ({
        name: displayName,
        userName: userPrincipalName,
      })),
    leftOut: leftOut.length,
    leftOutLines: leftOut.slice(0, MAX_LEFT_OUT).map(({ row, displayName, userPrincipalName, reason }) => ({
      ...(row === undefined ? {} : { row }),
      name: displayName || userPrincipalName || ROSTER_WORDS.noName,
      reason,
    })),
    accountEnabled: settings.accountEnabled,
    locationName: settings.usageLocation === '' ? '' : nameOfLocation(settings.usageLocation),
    rowsSay: sayRows(draft.data, settings),
    licenses,
    ...showCost(facts.prices, licenses),
    groups: (settings.groups ?? []).map(({ displayName }) => displayName),
    ownRecipients: settings.delivery === 'show' ? 0 : countOwnRecipients(draft.data),
    recipients: settings.recipients,
    delivery: settings.delivery ?? 'password',
    reason: reason ?? '',
    ...sayInConfirm(foreseen),
  };
}

import { RollcallError } from '../../domain/errors.ts';
import type { CreateIntent, CreateOutcome, WriteOptions } from '../../service/ports/directory.ts';
import { findMeaning, lostError, toError } from '../client/errors.ts';
import type { Operation } from '../client/meaning.ts';
import { MEANINGS } from '../client/meanings.ts';
import type { SendWrites, WriteResult } from '../client/pacedWrites.ts';
import { saysMore } from '../client/written.ts';
import { toAccount, userShape } from './account.ts';
import type { MarkerAttribute } from './lookUpAccount.ts';
import { toUserBody } from './userBody.ts';

const NOTHING = 'Nothing was created.';
const PERHAPS = 'The account may have been created. Rollcall checks before it continues.';
/** Our own number: sign-in or the network was down before anything was sent. */
const UNSENT_WAIT_MS = 5_000;

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function toSuccess(body: unknown, { person, accountEnabled }: CreateIntent): CreateOutcome {
  const created = userShape.safeParse(body);
  if (!created.success || !isSameName(created.data.userPrincipalName, person.userPrincipalName)) {
    return { status: 'doubt', error: lostError(new Error('an answer that is no user'), PERHAPS) };
  }
  // Graph's answer leaves these out, but they are what we sent.
  const { usageLocation, employeeId } = person;
  return {
    status: 'created',
    account: {
      ...(usageLocation ? { usageLocation } : {}),
      ...(employeeId ? { employeeId } : {}),
      accountEnabled,
      ...toAccount(created.data),
    },
  };
}

function toOutcome(result: WriteResult, intent: CreateIntent, operation: Operation): CreateOutcome {
  if (result.kind === 'success') return toSuccess(result.body, intent);
  if (result.kind === 'lost') return { status: 'doubt', error: lostError(result.cause, PERHAPS) };
  if (result.kind === 'unsent') return toUnsent(result.error);
  const { failure, waitMs } = result;
  const meaning = findMeaning(failure, operation);
  const nothing = toError(failure, NOTHING, operation);
  if (meaning === MEANINGS.valuesDoubted) return { status: 'later', afterMs: waitMs, error: nothing };
  switch (meaning.nature) {
    case 'conflict':
      return {
        status: 'conflict',
        error: toError(failure, 'This attempt created nothing.', operation),
      };
    case 'password':
      return { status: 'passwordRefused', error: nothing };
    case 'again':
      return { status: 'later', afterMs: waitMs, error: nothing };
    case 'unknown':
      return { status: 'doubt', error: toError(failure, PERHAPS, operation) };
    case 'settling':
    case 'refused':
      return { status: 'refused', error: nothing };
  }
}

function toUnsent(error: RollcallError): CreateOutcome {
  const { code, message, next, cause, detail } = error;
  const said = new RollcallError(code, message, { next, done: NOTHING, cause, detail });
  if (code !== 'DIRECTORY_DOWN' && code !== 'THROTTLED') return { status: 'refused', error: said };
  return { status: 'later', afterMs: UNSENT_WAIT_MS, error: said };
}

/** How and where accounts are made. */
interface Creating {
  markerAttribute: MarkerAttribute;
  /** Object id of the administrative unit that they are made in. */
  administrativeUnit?: string | undefined;
}

/**
 * POST /users for each intent. A lost answer is `doubt`: a create is never sent twice from here.
 *
 * With a unit: POST /directory/administrativeUnits/{id}/members with the type beside the same properties, so that the person
 * is in the unit from the first moment and an app whose role reaches only the unit may make them. Microsoft: "Add a
 * member" has that call for new groups, by User Administrators of the unit who may read the directory; for people it is
 * what admins of a unit use (New-MgDirectoryAdministrativeUnitMember with #microsoft.graph.user), and on no page:
 * `npm run doctor -- --rehearse` shows it for a tenant. A call takes one member; a unit with a membership rule takes none.
 */
export async function createAccounts(
  sendWrites: SendWrites,
  { markerAttribute, administrativeUnit }: Creating,
  intents: readonly CreateIntent[],
  options: WriteOptions,
): Promise<CreateOutcome[]> {
  const path =
    administrativeUnit === undefined
      ? '/users'
      : `/directory/administrativeUnits/${encodeURIComponent(administrativeUnit)}/members`;
  const type = administrativeUnit === undefined ? {} : { '@odata.type': '#microsoft.graph.user' };
  const writes = intents.map((intent) => ({
    path,
    written: saysMore,
    toBody: () => ({ ...type, ...toUserBody(intent, markerAttribute) }),
  }));
  const results = await sendWrites('createAccounts', writes, options);
  return intents.map((intent, index) => {
    const result = results[index] ?? { kind: 'lost', cause: new Error('no result') };
    return toOutcome(result, intent, administrativeUnit === undefined ? 'create' : 'createInUnit');
  });
}

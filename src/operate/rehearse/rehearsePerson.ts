import { RollcallError } from '../../domain/errors.ts';
import type { Group, License } from '../../domain/terms.ts';
import { clock } from '../../run/surroundings.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { Directory } from '../../service/ports/directory.ts';
import { type Finding, forOperator, reportOn } from '../doctor/finding.ts';
import type { Recorder } from './recorder.ts';

const { ok, unsure, wrong } = reportOn('rehearse');
/** Licenses and groups know a new person within a minute, and in bad hours after several: our own number, five. */
const STEP_WITHIN_MS = 5 * 60_000;
/** What was written shows in reads a little later. Asked again more often, it would be throttled. */
const LOOK_EVERY_MS = 2_000;

/** Who is created, and what is tried with them. */
export interface Plan {
  directory: Directory;
  recorder: Recorder;
  /** Of the tenant's domain. */
  userPrincipalName: string;
  operationId: string;
  usageLocation: string;
  passwords: { first: Secret<string>; second: Secret<string> };
  /** Or why there is none to try with. */
  license: License | Finding;
  group: Group | Finding;
  /** The app's role reaches only an administrative unit. */
  inUnit: boolean;
  /** Why no new password is tried. */
  noReset?: Finding | undefined;
  /** Aborts when whoever runs it wants it to stop. */
  stopping: AbortSignal;
  /** Said at once, for whoever has to clean up after a power cut. */
  say: (line: string) => void;
}

/** What a write answered, of one or of a list of one. */
type Outcome = { status: string; afterMs?: number; error?: RollcallError };

/** A step that did not come out as it should: the rest is left, and all is removed. */
class Stop extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.said);
    this.finding = finding;
  }
}

const only = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error('There is no outcome.');
  return one;
};

/** Repeats what Graph puts off; only the call that went through is recorded. */
async function settle<T extends Outcome>({ recorder }: Plan, call: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  for (;;) {
    recorder.forget();
    const outcome = await call();
    const waited = performance.now() - start;
    if (outcome.status !== 'later' || waited > STEP_WITHIN_MS) return [outcome, waited];
    await clock.sleep(Math.max(outcome.afterMs ?? 0, LOOK_EVERY_MS));
  }
}

async function change(plan: Plan, what: string, call: () => Promise<Outcome>): Promise<number> {
  if (plan.stopping.aborted) throw new Stop(wrong('It was interrupted.', 'Run it again, and let it end.'));
  const [outcome, waited] = await settle(plan, call);
  plan.recorder.keep(what);
  if (outcome.status === 'done' || outcome.status === 'created') return waited;
  const { error } = outcome;
  throw new Stop(
    wrong(
      `Rollcall expects that Microsoft 365 ${what}. It didn't: ${error?.message ?? outcome.status}`,
      forOperator(error?.next ?? 'Run npm run doctor -- graph, which says what is missing.'),
    ),
  );
}

/** Reads until it is as expected, and says what was there instead where it never is. */
async function see(
  plan: Plan,
  what: string,
  look: () => Promise<true | string>,
  waited: number,
): Promise<Finding> {
  const start = performance.now();
  for (;;) {
    plan.recorder.forget();
    const seen = await look();
    const ms = waited + performance.now() - start;
    if (seen === true) {
      plan.recorder.keep(what);
      const late =
        ms < 5_000 ? '' : ` It showed only after ${Math.round(ms / 1_000)} s; Rollcall waits for that.`;
      return ok(`${what.charAt(0).toUpperCase()}${what.slice(1)}.${late}`);
    }
    if (ms > STEP_WITHIN_MS || plan.stopping.aborted) {
      plan.recorder.forget();
      return wrong(
        `Rollcall expects that Microsoft 365 ${what}. ${seen}`,
        'This differs from what Rollcall was built for: keep the record of this run, and report it.',
      );
    }
    await clock.sleep(LOOK_EVERY_MS);
  }
}

/** The steps after the create, in their order; each answers what it found. */
function listSteps(plan: Plan, objectId: string): (() => Promise<Finding>)[] {
  const { directory, license, group, passwords, noReset, userPrincipalName } = plan;
  return [
    'said' in license
      ? async () => license
      : async () => {
          const intents = [{ objectId, licenses: [license.skuId] }];
          const ms = await change(plan, 'gives a license', async () =>
            only(await directory.assignLicenses(intents)),
          );
          return see(
            plan,
            `shows the license ${license.skuPartNumber}`,
            async () => {
              const held = (await directory.readHoldings(objectId))?.held.map(({ skuId }) => skuId) ?? [];
              return held.includes(license.skuId) || `It shows ${held.length} licenses, and not this one.`;
            },
            ms,
          );
        },
    async () => {
      const fields = { department: 'Rehearsal' };
      const ms = await change(plan, 'changes a department', () =>
        directory.changePerson(objectId, { fields }),
      );
      return see(
        plan,
        'shows the changed department, and the person as blocked',
        async () => {
          const state = await directory.readState(objectId);
          if (state?.fields.department !== 'Rehearsal') return 'It shows another department.';
          return state.accountEnabled === false || 'The person can sign in.';
        },
        ms,
      );
    },
    noReset === undefined
      ? async () => {
          const ms = await change(plan, 'sets a new password', () =>
            directory.setPassword(objectId, passwords.second),
          );
          return ok(`Took a new password after ${Math.round(ms / 1_000)} s.`);
        }
      : async () => noReset,
    'said' in group
      ? async () => group
      : async () => {
          const intents = [{ objectId, groupId: group.id }];
          await change(plan, 'adds to a group', async () => only(await directory.addToGroups(intents)));
          await change(plan, 'removes from a group', async () =>
            only(await directory.removeFromGroups(intents)),
          );
          return ok(`Added to the group ${group.displayName}, and removed from it.`);
        },
    async () => {
      const ms = await change(plan, 'deletes', async () => only(await directory.deleteAccounts([objectId])));
      return see(
        plan,
        'no longer finds the person it deleted',
        async () => {
          return (await directory.lookUpAccount(userPrincipalName)) === undefined || 'It still does.';
        },
        ms,
      );
    },
    async () => {
      const refused = await change(plan, 'restores', async () => {
        const account = await directory.restoreAccount(objectId);
        return { status: account.id === objectId ? 'done' : `It is ${account.id} now.` };
      }).then(
        () => undefined,
        (error: unknown) => {
          if (plan.inUnit && error instanceof RollcallError && error.code === 'FORBIDDEN') return error;
          throw error;
        },
      );
      // Whoever is deleted is in no unit any more, and Microsoft does not say whether its admins may restore them.
      if (refused !== undefined) {
        return unsure(
          'The app may not restore the person it deleted in its administrative unit.',
          'There is nothing to do: an admin of the whole tenant can restore them (entra.microsoft.com → Users → Deleted users).',
        );
      }
      return see(
        plan,
        'finds the person it restored, under the same name',
        async () => {
          const account = await directory.lookUpAccount(userPrincipalName);
          return account?.id === objectId || "It doesn't.";
        },
        0,
      );
    },
  ];
}

/** The id of whom the create made, also where its answer was lost. Undefined: nobody. */
async function create(plan: Plan): Promise<string | undefined> {
  const { directory, recorder, userPrincipalName, operationId, usageLocation, passwords } = plan;
  const person = { userPrincipalName, displayName: 'Rollcall rehearsal', usageLocation };
  const intent = { operationId, person, accountEnabled: false, password: passwords.first };
  const [outcome] = await settle(plan, async () => only(await directory.createAccounts([intent])));
  recorder.keep('creates a blocked person');
  if (outcome.status === 'created') return outcome.account.id;
  if (outcome.status !== 'doubt') {
    throw new Stop(wrong(outcome.error.message, forOperator(outcome.error.next)));
  }
  for (const start = performance.now(); performance.now() - start < 60_000; ) {
    recorder.forget();
    const found = await directory.lookUpAccount(userPrincipalName).catch(() => undefined);
    if (found?.marker === operationId) return found.id;
    await clock.sleep(LOOK_EVERY_MS);
  }
  return undefined;
}

/** Deletes the throwaway person whatever happened; says what is left, by id. */
async function remove(plan: Plan, objectId: string): Promise<Finding[]> {
  const unstopped = { ...plan, stopping: new AbortController().signal };
  try {
    const { directory } = plan;
    await change(unstopped, 'deletes', async () => only(await directory.deleteAccounts([objectId])));
    return [
      ok(
        // Microsoft: "Permanently delete an item": no app may do that to people.
        `Removed: the person is deleted. Microsoft 365 keeps ${plan.userPrincipalName} (${objectId}) among the deleted users for 30 days; a User Administrator can delete it permanently before then (entra.microsoft.com → Users → Deleted users).`,
      ),
    ];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      wrong(
        `Left behind: ${plan.userPrincipalName} (${objectId}), who is blocked. ${why}`,
        `Delete it: entra.microsoft.com → Users → ${plan.userPrincipalName}.`,
      ),
    ];
  }
}

/** Creates one marked, blocked person, tries what Rollcall does with people, and removes them again. Never throws. */
export async function rehearsePerson(plan: Plan): Promise<Finding[]> {
  const findings: Finding[] = [];
  let objectId: string | undefined;
  try {
    objectId = await create(plan);
    if (objectId === undefined) {
      const said = `It isn't known whether ${plan.userPrincipalName} was created: Microsoft 365 gave no answer.`;
      return [wrong(said, 'Look for it at entra.microsoft.com → Users, and delete it.')];
    }
    const id = objectId;
    plan.recorder.name(id, 'created');
    plan.say(`Created ${plan.userPrincipalName} (${id}), blocked. If this stops here, delete it.`);
    findings.push(
      await see(
        plan,
        "finds the person it created, with Rollcall's mark",
        async () => {
          const account = await plan.directory.lookUpAccount(plan.userPrincipalName);
          if (account?.id !== id) return "It doesn't find them.";
          return account.marker === plan.operationId || "The mark isn't there.";
        },
        0,
      ),
    );
    for (const step of listSteps(plan, id)) findings.push(await step());
  } catch (error) {
    plan.recorder.forget();
    findings.push(
      error instanceof Stop
        ? error.finding
        : wrong(
            error instanceof Error ? error.message : String(error),
            'Run npm run doctor -- graph, and this again.',
          ),
    );
  }
  return objectId === undefined ? findings : [...findings, ...(await remove(plan, objectId))];
}

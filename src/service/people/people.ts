import { tidyValue } from '../../domain/personRules.ts';
import type { Actor, CustomerId, Person, Place, Problem } from '../../domain/terms.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import type { ChosenPreset, PersonDraft, PersonFormValues } from '../drafts/draftData.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { CustomerFacts } from '../facts/customerFacts.ts';
import type { Facts } from '../facts/facts.ts';
import { checkSeats, countSeats, warnOfGraceSeats } from '../licensing/seats.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { findManager } from './findManager.ts';
import { checkUserNameIsFree } from './freeName.ts';
import { checkForm, fillForm, readPerson, readSettings } from './personForm.ts';

/** One person's form. Methods throw RollcallError. */
export interface People {
  /** A new, empty person form for this actor, with defaults. `prefill` wins over the defaults. */
  open(actor: Actor, place: Place, prefill: Partial<PersonFormValues>): Promise<DraftRecord<PersonDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<PersonDraft>>;
  /** Keeps values (and whether every field shows) without checking them. */
  keep(
    actor: Actor,
    draftId: string,
    values: PersonFormValues,
    showContact: boolean,
    preset?: ChosenPreset,
  ): Promise<DraftRecord<PersonDraft>>;
  /** Rules that need no directory call. Field id → what is wrong. Empty when all is well. */
  checkLocally(facts: CustomerFacts, values: PersonFormValues): Problem[];
  /**
   * Every rule, and the directory: taken names, look-alikes, seats. Problems with severity `error` stop it;
   * otherwise the draft now has `checked`.
   */
  check(
    actor: Actor,
    draftId: string,
    values: PersonFormValues,
  ): Promise<{ draft: DraftRecord<PersonDraft>; problems: Problem[] }>;
}

function hasError(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** The use cases of one person's form. */
export function createPeople(
  { policy, directoryFor }: Pick<ProvisioningOptions, 'policy' | 'directoryFor'>,
  facts: Facts,
  drafts: Drafts,
): People {
  function checkLocally(known: CustomerFacts, values: PersonFormValues): Problem[] {
    return checkForm(known, customerOf(policy, known.customer), values);
  }

  async function checkAgainstDirectory(
    customer: CustomerId,
    known: CustomerFacts,
    values: PersonFormValues,
  ): Promise<{ checked: NonNullable<PersonDraft['checked']>; problems: Problem[] }> {
    const directory = directoryFor(customer);
    const own = customerOf(policy, customer);
    const { person: read, typed } = readPerson(known, own, values);
    const person: Person = { ...read, userPrincipalName: read.userPrincipalName ?? '' };
    const managerName = tidyValue(values.manager ?? '');
    const [name, lookAlikes, manager] = await Promise.all([
      checkUserNameIsFree(directory, person, typed, own.userNameUmlauts),
      directory.findLookAlikes(person),
      managerName === '' ? undefined : findManager(directory, managerName),
    ]);
    const seats = countSeats(known.licenses, [values.licenses]);
    const unknown = manager !== undefined && 'problem' in manager ? [manager.problem] : [];
    const problems = [...name.problems, ...unknown, ...checkSeats(seats), ...warnOfGraceSeats(seats)];
    return {
      checked: {
        person: { ...person, userPrincipalName: name.userPrincipalName },
        settings: readSettings(known, own, values),
        ...(manager !== undefined && 'manager' in manager ? { manager: manager.manager } : {}),
        lookAlikes,
        ...(name.restorable === undefined ? {} : { restorable: name.restorable }),
        notes: problems.filter(({ severity }) => severity !== 'error'),
      },
      problems,
    };
  }

  return {
    async open(actor, place, prefill) {
      const known = await facts.read(actor.customer);
      return drafts.open('person', actor, place, { values: fillForm(known, prefill), showContact: false });
    },
    load: (actor, draftId) => drafts.load('person', actor, draftId),
    keep(actor, draftId, values, showContact, preset) {
      // What was checked, or accepted, was another version of the form.
      return drafts.change('person', actor, draftId, (before) => {
        const chosen = preset ?? before.preset;
        return { values, showContact, ...(chosen === undefined ? {} : { preset: chosen }) };
      });
    },
    checkLocally: checkLocally,
    async check(actor, draftId, values) {
      await drafts.load('person', actor, draftId);
      const known = await facts.read(actor.customer, values.groups);
      const local = checkLocally(known, values);
      const { checked, problems } = hasError(local)
        ? { checked: undefined, problems: local }
        : await checkAgainstDirectory(actor.customer, known, values);
      const draft = await drafts.change('person', actor, draftId, ({ showContact, preset }) => ({
        values,
        showContact,
        ...(preset === undefined ? {} : { preset }),
        ...(checked === undefined || hasError(problems) ? {} : { checked }),
      }));
      return { draft, problems };
    },
  };
}

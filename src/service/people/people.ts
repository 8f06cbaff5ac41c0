import type { CustomerId, Person, Problem } from '../../domain/terms.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import type { PersonDraft, PersonFormValues } from '../drafts/draftData.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { CustomerFacts } from '../facts/customerFacts.ts';
import type { Facts } from '../facts/facts.ts';
import { checkSeats, countSeats, warnOfGraceSeats } from '../licensing/seats.ts';
import type { Provisioning } from '../provisioning.ts';
import { checkUserNameIsFree } from './freeName.ts';
import { checkForm, fillForm, readPerson, readSettings } from './personForm.ts';

type People = Pick<
  Provisioning,
  'openPerson' | 'loadPerson' | 'keepPerson' | 'checkPersonLocally' | 'checkPerson'
>;

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
    const [name, lookAlikes] = await Promise.all([
      checkUserNameIsFree(directory, person, typed),
      directory.findLookAlikes(person),
    ]);
    const seats = countSeats(known.licenses, [values.licenses]);
    const problems = [...name.problems, ...checkSeats(seats), ...warnOfGraceSeats(seats)];
    return {
      checked: {
        person: { ...person, userPrincipalName: name.userPrincipalName },
        settings: readSettings(known, own, values),
        lookAlikes,
        notes: problems.filter(({ severity }) => severity !== 'error'),
      },
      problems,
    };
  }

  return {
    async openPerson(actor, place, prefill) {
      const known = await facts.read(actor.customer);
      return drafts.open('person', actor, place, { values: fillForm(known, prefill), showContact: false });
    },
    loadPerson: (actor, draftId) => drafts.load('person', actor, draftId),
    keepPerson(actor, draftId, values, showContact, preset) {
      // What was checked, or accepted, was another version of the form.
      return drafts.change('person', actor, draftId, (before) => {
        const chosen = preset ?? before.preset;
        return { values, showContact, ...(chosen === undefined ? {} : { preset: chosen }) };
      });
    },
    checkPersonLocally: checkLocally,
    async checkPerson(actor, draftId, values) {
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

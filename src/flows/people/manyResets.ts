import type { Actor } from '../../domain/terms.ts';
import type { ResetsDraft } from '../../service/people/resetsDraft.ts';
import { MAX_PICKED_RESETS, MAX_RESETS } from '../../service/people/resettingMany.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf, sayWaits } from '../approvals/approvals.ts';
import { ASK_LABEL, checkApproval, sayInForm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import { toFieldErrors } from '../formErrors.ts';
import { createNamesFile } from '../rosters/namesFile.ts';
import { refuseUsed } from '../usedForm.ts';
import type { Button, FieldErrors } from '../views/parts.ts';
import type { ResetFormView } from '../views/passwords.ts';
import { count, nameSome } from '../words.ts';
import { resetForm } from './reset.ts';
import { whoActions } from './whoForm.ts';
import { PEOPLE_WORDS } from './words.ts';

const SAYS = PEOPLE_WORDS.resets;
const MAY_RESET_MANY = ['admin'] as const;
/** Names in the form. */
const MAX_NAMES = 10;

/** The ways to new passwords for several people, for admins. */
export const RESETS_BUTTONS: readonly Button[] = [
  { action: 'resets.who', label: SAYS.pick, id: 'new', version: 1 },
  { action: 'resets.openFile', label: SAYS.fromFile, id: 'new', version: 1 },
];

/** A file of user names, and who of them may get a new password. */
export const resetsFile = createNamesFile<ResetsDraft>({
  name: 'resets',
  task: 'reset',
  roles: MAY_RESET_MANY,
  most: MAX_RESETS,
  whichSheet: SAYS.whichSheet,
  serviceOf: ({ service }) => service.manyResets,
  show(_context, { id, version, data: { people, findings, read } }) {
    const label = SAYS.label(count(people.length, 'person', 'people'));
    return {
      read,
      ready: people.length,
      findings,
      buttons: people.length === 0 ? [] : [{ action: 'resets.back', label, id, version, style: 'primary' }],
    };
  },
});

/** `resets`: new passwords for several people who exist, picked or named in a file, delivered like first ones. */
export function manyResetsActions(context: FlowContext): Action[] {
  const { service, policy } = context;
  const action = actionsFor(MAY_RESET_MANY);

  async function showForm(
    actor: Actor,
    { id, version, data }: DraftRecord<ResetsDraft>,
    errors: FieldErrors,
  ): Promise<ResetFormView> {
    const { people, values } = data;
    const facts = await service.facts.read(actor.customer);
    const form = { task: 'reset' as const, people: people.length, licenses: [] };
    const { approval } = sayInForm(service.approvals.foreseeInForm(actor, form));
    return {
      kind: 'resetForm',
      target: {
        submit: {
          action: 'resets.start',
          label: approval === undefined ? SAYS.submit(people.length) : ASK_LABEL,
        },
        id,
        version,
        errors,
      },
      customer: facts.name,
      displayName: nameSome(
        people.map(({ displayName }) => displayName),
        MAX_NAMES,
      ),
      values,
      ...(approval === undefined ? {} : { approval }),
      deliveries: facts.deliveries,
    };
  }

  return [
    ...whoActions(context, {
      name: 'resets',
      task: 'reset',
      roles: MAY_RESET_MANY,
      most: MAX_PICKED_RESETS,
      async open(actor, place, ids) {
        const opened = await service.manyResets.open(actor, place, ids);
        return 'draft' in opened ? { form: await showForm(actor, opened.draft, {}) } : opened;
      },
    }),
    ...resetsFile.actions(context),
    action.form('resets.back', button, async (actor, _place, { id }) => {
      const draft = await service.manyResets.load(actor, id);
      await refuseUsed(context, actor, draft.data);
      return { type: 'form', view: await showForm(actor, draft, {}) };
    }),
    action.form('resets.start', resetForm, (actor, place, { id, fields }) =>
      service.oneAtATime(id, async () => {
        const before = await service.manyResets.load(actor, id);
        await refuseUsed(context, actor, before.data);
        const { recipients, delivery = before.data.values.delivery, reason, unknown } = fields;
        const { draft, problems } = await service.manyResets.check(actor, id, {
          recipients,
          delivery,
          reason,
        });
        const isChecked = draft.data.checked === true;
        const asked = service.manyResets.requestOf(draft.data);
        const foreseen = isChecked
          ? await service.approvals.foresee({ actor, task: 'reset', people: asked.people })
          : undefined;
        const errors = {
          ...(isChecked ? checkApproval(foreseen, reason) : toFieldErrors(problems)),
          ...unknown,
        };
        if (!isChecked || Object.keys(errors).length > 0) {
          return { type: 'fieldErrors', errors, form: await showForm(actor, draft, errors) };
        }
        const submitted = await service.approvals.submit({
          actor,
          place,
          requestId: id,
          requestVersion: draft.version,
          kind: 'bulk',
          task: 'reset',
          ...asked,
          ...(reason === '' ? {} : { reason }),
          ...(place.message === undefined ? {} : { message: place.message }),
        });
        if ('request' in submitted) return sayWaits(submitted.request, nameOf(policy, actor.customer));
        const title = SAYS.working(count(submitted.job.total, 'person', 'people'));
        return { type: 'follow', view: { kind: 'working', title, text: draft.data.fileName ?? '' } };
      }),
    ),
  ];
}

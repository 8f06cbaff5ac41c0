import { NotThere } from '../../notThere.ts';
import { addFiles, describeFile, type PickedFile } from '../files.ts';
import { elementsOf } from '../state.ts';
import { viewToWire } from '../viewStore.ts';
import type { Block, View } from '../wire.ts';
import { asObjects, isJson } from '../wire.ts';
import { applyAnswer, type Submitted } from './ackAnswers.ts';
import type { Desk } from './desk.ts';
import { complainOf, fillElement, fillFiles } from './inputs.ts';

/** What a person can put into inputs, by block_id. */
export type Filling = Readonly<Record<string, string | readonly string[] | { files: readonly PickedFile[] }>>;

function isFiles(value: Filling[string]): value is { files: readonly PickedFile[] } {
  return typeof value === 'object' && 'files' in value;
}

/**
 * What goes into each block where a form has several lists of one field (`services#1`, `services#2`), filled in by the
 * field's name: each list gets those that it offers. The others are for the first, which refuses them.
 */
function spread(view: View, [name, value]: [string, Filling[string]]): [string, Filling[string]][] {
  const lists = view.blocks.filter(({ block_id }) => block_id.startsWith(`${name}#`));
  const [first] = lists;
  if (first === undefined || isFiles(value)) return [[name, value]];
  const wanted = [value].flat();
  const offers = ({ element }: Block, option: string): boolean =>
    isJson(element) && asObjects(element.options).some((each) => each.value === option);
  const nobodys = wanted.filter((option) => !lists.some((list) => offers(list, option)));
  return lists.map((list) => [
    list.block_id,
    [...wanted.filter((option) => offers(list, option)), ...(list === first ? nobodys : [])],
  ]);
}

/** @throws Error for what the client would refuse */
export function fillModal(desk: Desk, values: Filling): void {
  const { world, user } = desk;
  const view = desk.top();
  for (const [blockId, value] of Object.entries(values).flatMap((each) => spread(view, each))) {
    const element = elementsOf(view.blocks).find(({ block }) => block.block_id === blockId)?.element;
    if (element === undefined) throw new NotThere(`The form has no field ${blockId}`);
    const state = isFiles(value)
      ? fillFiles(
          element,
          addFiles(world, user, value.files).map((file) => describeFile(world, file)),
        )
      : fillElement(element, value, desk.suggested.get(`${view.id}/${blockId}`));
    view.values[blockId] = { ...view.values[blockId], [String(element.action_id)]: state };
  }
}

/** The client does not submit a form as it is filled in. */
export class RefusedForm extends Error {
  /** Why, by block id. */
  readonly complaints: Readonly<Record<string, string>>;

  constructor(complaints: Readonly<Record<string, string>>) {
    const lines = Object.entries(complaints).map(([field, why]) => `${field} ${why}`);
    super(`Slack does not submit: ${lines.join(', ')}`);
    this.complaints = complaints;
  }
}

/** @throws RefusedForm when the client would not submit */
export async function submitModal(desk: Desk): Promise<Submitted> {
  const { world, user } = desk;
  const view = desk.top();
  const complaints = complainOf(view);
  if (Object.keys(complaints).length > 0) throw new RefusedForm(complaints);
  if (view.submit === undefined) throw new NotThere('The modal has no submit button');
  const underWay = (change: number) => {
    const now = (world.submitting.get(view.id) ?? 0) + change;
    if (now > 0) world.submitting.set(view.id, now);
    else world.submitting.delete(view.id);
  };
  underWay(1);
  const answer = await desk.delivery
    .sendPayload({
      ...desk.describe('view_submission'),
      trigger_id: world.makeTrigger(user),
      view: viewToWire(world, view),
      response_urls: [],
    })
    .finally(() => underWay(-1));
  return applyAnswer(desk, view, answer);
}

/** Closes the modal on top, or all of them; the app hears of those that asked for it. */
export async function closeModal(desk: Desk, all: boolean): Promise<void> {
  const stack = desk.stack();
  const isCleared = all || stack.at(-1)?.clear_on_close === true;
  const closed = stack.splice(isCleared ? 0 : -1);
  desk.world.changed();
  for (const view of closed.reverse()) {
    if (view.notify_on_close !== true) continue;
    await desk.delivery.sendPayload({
      ...desk.describe('view_closed'),
      view: viewToWire(desk.world, view),
      is_cleared: isCleared,
    });
  }
}

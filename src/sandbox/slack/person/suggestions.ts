import { NotThere } from '../../notThere.ts';
import { checkSuggestions } from '../blockKit/options.ts';
import { viewToWire } from '../viewStore.ts';
import type { Json } from '../wire.ts';
import { asObjects, isJson } from '../wire.ts';
import type { Desk } from './desk.ts';

/** Slack: an external select asks after 3 characters unless it says otherwise. */
const MIN_QUERY_LENGTH = 3;

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * Types into an external select of the modal on top and answers the options that are offered; none, without
 * asking, when the query is too short.
 *
 * @throws Error when the modal has no such select
 */
export async function suggest(desk: Desk, blockId: string, query: string): Promise<Json[]> {
  const { world } = desk;
  const view = desk.top();
  const block = view.blocks.find((each) => each.block_id === blockId);
  const element = [block?.element, block?.accessory, ...asObjects(block?.elements)]
    .filter(isJson)
    .find((each) => String(each.type).endsWith('external_select'));
  if (element === undefined) throw new NotThere(`${blockId} is no external select`);
  if (query.length < Number(element.min_query_length ?? MIN_QUERY_LENGTH)) return [];
  const answer = await desk.delivery.sendPayload({
    ...desk.describe('block_suggestion'),
    container: { type: 'view', view_id: view.id },
    view: viewToWire(world, view),
    block_id: blockId,
    action_id: element.action_id,
    value: query,
  });
  if (answer.status !== 200) return [];
  const body = parse(answer.body);
  const problems = checkSuggestions(body, '');
  if (problems.length > 0 || !isJson(body)) {
    world.violations.push({ where: `suggestions for ${blockId}`, problems });
    return [];
  }
  const grouped = asObjects(body.option_groups).flatMap(({ options }) => asObjects(options));
  const options = [...asObjects(body.options), ...grouped];
  // What was picked from an earlier list stays picked.
  const key = `${view.id}/${blockId}`;
  desk.suggested.set(key, [...options, ...(desk.suggested.get(key) ?? [])]);
  return options;
}

import type { KnownBlock, ModalView } from '@slack/types';
import { type DrawnFor, NO_RECORD } from '../../flows/views/parts.ts';
import { listIdOf } from '../incoming/fieldIds.ts';
import { LIMITS } from '../outgoing/limits.ts';
import { note } from './blocks.ts';
import { customerMenu, sayCustomer } from './customers/customerMenu.ts';
import { isLines, type Part } from './lines.ts';

/** What a button or a form carries, with the customer that it is for. */
function stamp(json: string, { id }: DrawnFor): string {
  return JSON.stringify({ ...(JSON.parse(json) as object), customer: id });
}

/** The same block, each of whose buttons carries the customer. */
function stampBlock<Node>(node: Node, drawnFor: DrawnFor): Node {
  if (Array.isArray(node)) return node.map((item) => stampBlock(item, drawnFor)) as Node;
  if (typeof node !== 'object' || node === null) return node;
  const { type, value } = node as { type?: unknown; value?: unknown };
  if (type === 'button' && typeof value === 'string') return { ...node, value: stamp(value, drawnFor) };
  const stamped = Object.entries(node).map(([name, inner]) => [name, stampBlock(inner, drawnFor)]);
  return Object.fromEntries(stamped) as Node;
}

/** What stands first in whatever is about one of several customers. */
function customerBlock(drawnFor: DrawnFor): KnownBlock {
  const { id, choose } = drawnFor;
  if (choose === undefined) return note(sayCustomer(drawnFor));
  return customerMenu(choose.action, NO_RECORD, choose.offered, id);
}

/**
 * Blocks of their own for each customer of a form that can be begun for another one: Slack keeps what somebody chose for as
 * long as a block has the same id, and what one customer has another may not have.
 */
function renewBlock(block: KnownBlock, { id, choose }: DrawnFor): KnownBlock {
  if (choose === undefined || block.block_id === undefined) return block;
  return { ...block, block_id: listIdOf(block.block_id, id) };
}

/** The parts of a message: the customer on top, and in each button. */
export function drawMessageFor(drawnFor: DrawnFor | undefined, parts: readonly Part[]): readonly Part[] {
  if (drawnFor === undefined) return parts;
  const stamped = parts.map(
    (part): Part =>
      isLines(part)
        ? { ...part, draw: (shown) => stampBlock(part.draw(shown), drawnFor) }
        : stampBlock(part, drawnFor),
  );
  return [customerBlock(drawnFor), ...stamped];
}

/** The same for a window, whose form carries it too. */
export function drawModalFor(drawnFor: DrawnFor | undefined, modal: ModalView): ModalView {
  if (drawnFor === undefined) return modal;
  const own = (modal.blocks as KnownBlock[]).map((block) => renewBlock(block, drawnFor));
  const blocks = [customerBlock(drawnFor), ...own].slice(0, LIMITS.modalBlocks);
  const { private_metadata: target } = modal;
  return {
    ...modal,
    blocks: blocks.map((block) => stampBlock(block, drawnFor)),
    ...(target === undefined ? {} : { private_metadata: stamp(target, drawnFor) }),
  };
}

import type { KnownBlock, ModalView } from '@slack/types';
import type { DrawnFor } from '../../flows/views/parts.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS, LIMITS } from '../outgoing/limits.ts';
import { note } from './blocks.ts';
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

/** The first line of whatever is about one of several customers. */
function customerLine({ mark, name }: DrawnFor): KnownBlock {
  return note(`${mark} ${cut(name, LENGTHS.value)}`);
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
  return [customerLine(drawnFor), ...stamped];
}

/** The same for a window, whose form carries it too. */
export function drawModalFor(drawnFor: DrawnFor | undefined, modal: ModalView): ModalView {
  if (drawnFor === undefined) return modal;
  const blocks = [customerLine(drawnFor), ...(modal.blocks as KnownBlock[])].slice(0, LIMITS.modalBlocks);
  const { private_metadata: target } = modal;
  return {
    ...modal,
    blocks: blocks.map((block) => stampBlock(block, drawnFor)),
    ...(target === undefined ? {} : { private_metadata: stamp(target, drawnFor) }),
  };
}

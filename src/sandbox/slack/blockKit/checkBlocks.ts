import { blockOn } from './blocks.ts';
import type { Surface } from './elements.ts';
import { checkTogether } from './payload.ts';
import { list } from './shape.ts';

/** Most blocks on each surface (Slack: Block Kit, blocks). */
const BLOCKS_MAX: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

const CHECKS = {
  message: list(blockOn('message'), { max: BLOCKS_MAX.message }),
  modal: list(blockOn('modal'), { max: BLOCKS_MAX.modal }),
  home: list(blockOn('home'), { max: BLOCKS_MAX.home }),
};

/**
 * What is wrong with blocks on a surface, one line a problem with its JSON pointer:
 * `must be more than 0 characters [json-pointer:/blocks/0/text/text]`. Stricter than Slack where Slack's
 * leniency is not documented: blocks and elements that Rollcall does not use are unknown here.
 *
 * @param at where the list stands in its payload; a view's is `/view/blocks`, as in Slack's own answers
 */
export function checkBlocks(blocks: unknown, surface: Surface, at = '/blocks'): string[] {
  return [...CHECKS[surface](blocks, at), ...checkTogether(blocks, at)];
}

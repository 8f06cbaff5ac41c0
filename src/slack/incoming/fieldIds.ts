/** Between a field's id and its round; no field's id holds it. */
const BEFORE_ROUND = '~';

/** The block of a field: the field's id, with the round once the field was given another value from outside. */
export function blockIdOf(field: string, round: number): string {
  return round === 0 ? field : `${field}${BEFORE_ROUND}${round}`;
}

/** Between a field's id and what tells its lists apart, where a field is several. */
const BEFORE_LIST = '#';

/** The block of one of a field's lists: the same for the same list, because Slack keeps what was chosen by block. */
export function listIdOf(field: string, list: string): string {
  return `${field}${BEFORE_LIST}${list}`;
}

/** What tells a block from others of its field; undefined where nothing does. */
export function listOfBlock(blockId: string): string | undefined {
  const at = blockId.indexOf(BEFORE_LIST);
  return at < 0 ? undefined : blockId.slice(at + BEFORE_LIST.length);
}

/** The field that a block is for. */
export function fieldOfBlock(blockId: string): string {
  return blockId.split(BEFORE_ROUND)[0]?.split(BEFORE_LIST)[0] ?? blockId;
}

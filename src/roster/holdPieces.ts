/** A file that is read more than once: `hold` reads it, and `again` gives what was read until then, as often as asked. */
export function holdPieces(source: AsyncIterable<Uint8Array>): {
  readonly pieces: Uint8Array[];
  hold(): AsyncGenerator<Uint8Array>;
  again(): AsyncGenerator<Uint8Array>;
} {
  const pieces: Uint8Array[] = [];
  async function* hold(): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      pieces.push(piece);
      yield piece;
    }
  }
  async function* again(): AsyncGenerator<Uint8Array> {
    yield* pieces;
  }
  return { pieces, hold, again };
}

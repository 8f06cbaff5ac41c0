import { RollcallError } from '../../domain/errors.ts';
import type { GraphClient } from './client.ts';
import type { Shape } from './shapes.ts';

/** Undefined for what Graph answers 404 to. Throws as `read` does. */
export async function readIfThere<T>(
  client: GraphClient,
  op: string,
  path: string,
  shape: Shape<T>,
): Promise<T | undefined> {
  try {
    return await client.read(op, path, shape);
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

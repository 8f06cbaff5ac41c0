import type { Person } from '../../src/domain/terms.ts';
import { makePeople } from '../composition/tenant.ts';
import { bodyOf, licenseBody, post } from './bareClient.ts';
import { GRAPH } from './bulk.ts';
import { printLine } from './numbers.ts';
import { createScaledClock } from './scaledClock.ts';
import { startGraph } from './startGraph.ts';
import { startService } from './startService.ts';

const PEOPLE = 200;

/** One call at a time. */
async function runOneAtATime(url: string, people: readonly Person[]): Promise<void> {
  for (const person of people) {
    const { id } = (await post(`${url}/v1.0/users`, bodyOf(person))) as { id: string };
    await post(`${url}/v1.0/users/${id}/assignLicense`, licenseBody);
  }
}

/** The same people, created and licensed one call at a time, as scripts do. */
export async function benchPeer(): Promise<void> {
  const graph = await startGraph(GRAPH);
  const startedAt = performance.now();
  await runOneAtATime(graph.url, makePeople(PEOPLE));
  const baselineSeconds = (performance.now() - startedAt) / 1_000;
  await graph.stop();

  const other = await startGraph(GRAPH);
  const clock = createScaledClock(1);
  const service = await startService({ graphUrl: other.url, clock, graphClock: clock });
  const { seconds } = await service.run(makePeople(PEOPLE), 'bulk');
  await service.stop();
  await other.stop();
  printLine({ bench: 'peer', n: PEOPLE, seconds, baselineSeconds, ratio: seconds / baselineSeconds });
}

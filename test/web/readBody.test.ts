import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createReadBody } from '../../src/web/readBody.ts';

const MB = 1_048_576;

/** A door that reads every body with one limit for all, and answers with its length. */
async function startDoor(maxWaiting: number): Promise<number> {
  const readBody = createReadBody(maxWaiting);
  const server = createServer(async (incoming, response) => {
    const body = await readBody(incoming);
    if (body !== undefined) response.end(body === 'tooLarge' ? body : String(body.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Sends `bytes` of a body and holds the rest back. `end` sends the last byte. */
function hold(port: number, bytes: number) {
  const sent = request({ port, method: 'POST', headers: { 'content-length': String(bytes + 1) } });
  const ended = new Promise<string>((resolve) => {
    sent.on('error', () => resolve('cut off'));
    sent.on('response', (response) => {
      let said = '';
      response.on('data', (chunk) => {
        said += chunk;
      });
      response.on('end', () => resolve(said));
      response.on('error', () => resolve('cut off'));
    });
  });
  onTestFinished(() => void sent.destroy());
  return new Promise<{ ended: Promise<string>; end: () => void }>((resolve) => {
    sent.write(Buffer.alloc(bytes), () => resolve({ ended, end: () => void sent.end('x') }));
  });
}

describe('D14: bodies of senders who have proved nothing', () => {
  it('are read whole, and again and again', async () => {
    const port = await startDoor(2 * MB);
    for (let time = 0; time < 5; time += 1) {
      const one = await hold(port, MB - 1);
      one.end();
      expect(await one.ended).toBe(String(MB));
    }
  });

  it('are cut off, the oldest first, when all together wait with too much', async () => {
    const port = await startDoor(3 * MB);
    const held = [];
    for (let index = 0; index < 10; index += 1) held.push(await hold(port, 900_000));
    expect(await held[0]?.ended).toBe('cut off');
    // A whole one gets through meanwhile.
    const whole = await hold(port, 10_000);
    whole.end();
    expect(await whole.ended).toBe('10001');
    held.at(-1)?.end();
    expect(await held.at(-1)?.ended).toBe('900001');
  });

  it('are too large above 1 MB', async () => {
    const port = await startDoor(8 * MB);
    const one = await hold(port, MB + 10);
    one.end();
    expect(['tooLarge', 'cut off']).toContain(await one.ended);
  });
});

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to connections and to whoever asks for any one (Linux from 32768, others from 49152,
 * RFC 6335 6): one that is found here is still free when it is listened on, seconds later.
 */
const FIRST_PORT = 20_000;
const END_OF_PORTS = 32_000;

/** The port, if nothing listens on it just now, or any free one. 0 is any. 127.0.0.1 only. */
export function findFreePort(wanted = 0): Promise<number> {
  const port = wanted === 0 ? randomInt(FIRST_PORT, END_OF_PORTS) : wanted;
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      // Ports below 1024 (EACCES) and taken ones: a sandbox runs just as well on another.
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(findFreePort());
      else reject(error);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => resolve(port));
    });
  });
}

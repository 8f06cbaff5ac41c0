import type { IncomingMessage } from 'node:http';

/**
 * The whole body of a request from somebody who has proved nothing yet; `tooLarge`, whatever Content-Length says;
 * undefined when the sender went away or was cut off.
 */
export type ReadBody = (request: IncomingMessage) => Promise<Buffer | 'tooLarge' | undefined>;

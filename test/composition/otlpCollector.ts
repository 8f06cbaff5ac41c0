import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/*
 * OTLP over HTTP, as JSON. opentelemetry-proto, docs/specification.md, "OTLP/HTTP": POST /v1/traces with Content-Type
 * application/json answers 200 with an ExportTraceServiceResponse, and 400 to what can't be decoded. "JSON Protobuf
 * Encoding": ids are hex, not base64; keys are lowerCamelCase; enums are integers; 64-bit integers may be strings.
 */
const id = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
const nanos = z.string().regex(/^\d{19}$/);
const value: z.ZodType = z.lazy(() =>
  z.union([
    z.strictObject({ stringValue: z.string() }),
    z.strictObject({ boolValue: z.boolean() }),
    z.strictObject({ intValue: z.union([z.number().int(), z.string().regex(/^-?\d+$/)]) }),
    z.strictObject({ doubleValue: z.number() }),
    z.strictObject({ arrayValue: z.strictObject({ values: z.array(value) }) }),
  ]),
);
const attributes = z.array(z.strictObject({ key: z.string().min(1), value }));
const count = z.number().int().nonnegative();
/** opentelemetry-proto, trace/v1/trace.proto. */
const span = z.strictObject({
  traceId: id(16),
  spanId: id(8),
  parentSpanId: id(8).optional(),
  traceState: z.string().optional(),
  flags: count.optional(),
  name: z.string().min(1),
  kind: z.number().int().min(1).max(5),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes,
  droppedAttributesCount: count,
  events: z.array(z.unknown()).length(0),
  droppedEventsCount: count,
  links: z.array(z.unknown()).length(0),
  droppedLinksCount: count,
  status: z.strictObject({ code: z.number().int().min(0).max(2), message: z.string().optional() }),
});
const request = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes, droppedAttributesCount: count }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string().optional() }),
          spans: z.array(span).min(1),
        }),
      ),
    }),
  ),
});

/** As it came, with its attributes by name. */
export interface CollectedSpan extends Omit<z.output<typeof span>, 'attributes'> {
  attributes: Readonly<Record<string, unknown>>;
}

/** A collector on this machine that takes only what the specification allows. */
export interface OtlpCollector {
  url: string;
  spans: readonly CollectedSpan[];
  /** Of whoever sent them. */
  resources: readonly Readonly<Record<string, unknown>>[];
  /** Why something was answered with 400. */
  objections: readonly string[];
  /** Everything that came, as text. */
  readonly text: string;
  /** From now on every request is answered with this status. */
  answer: number;
  close(): Promise<void>;
}

function plain(given: unknown): unknown {
  const { arrayValue, ...one } = given as { arrayValue?: { values: unknown[] } } & Record<string, unknown>;
  return arrayValue === undefined ? Object.values(one)[0] : arrayValue.values.map(plain);
}

const byName = (given: z.output<typeof attributes>) =>
  Object.fromEntries(given.map((one) => [one.key, plain(one.value)]));

async function readAll(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of incoming) text += String(piece);
  return text;
}

export async function openOtlpCollector(): Promise<OtlpCollector> {
  const spans: CollectedSpan[] = [];
  const resources: Record<string, unknown>[] = [];
  const objections: string[] = [];
  let all = '';
  const collector: Omit<OtlpCollector, 'url' | 'close' | 'text'> = {
    spans,
    resources,
    objections,
    answer: 200,
  };

  function take({ method, url, headers }: IncomingMessage, text: string): number {
    all += text;
    if (collector.answer !== 200) return collector.answer;
    const isRight =
      method === 'POST' && url === '/v1/traces' && headers['content-type'] === 'application/json';
    const parsed = request.safeParse(isRight ? JSON.parse(text) : undefined);
    if (!parsed.success) {
      objections.push(`${method} ${url} ${headers['content-type']}: ${parsed.error.message}`);
      return 400;
    }
    for (const { resource, scopeSpans } of parsed.data.resourceSpans) {
      resources.push(byName(resource.attributes));
      for (const one of scopeSpans.flatMap((scope) => scope.spans)) {
        spans.push({ ...one, attributes: byName(one.attributes) });
      }
    }
    return 200;
  }

  const server = createServer((incoming, response) => {
    void readAll(incoming).then((text) => {
      response.writeHead(take(incoming, text), { 'Content-Type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.defineProperties(collector, {
    url: { value: url },
    text: { get: () => all },
    close: {
      value: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    },
  }) as OtlpCollector;
}

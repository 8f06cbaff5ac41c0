import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Log } from '../../service/ports/surroundings.ts';
import { type Follower, followWith } from '../logging/logContext.ts';
import { describeSpan, nameSpan } from './describeSpan.ts';

/** A job begins within seconds of its click; this many clicks are remembered for theirs. Fewer part jobs from their clicks when many are busy. */
const MOST_REMEMBERED = 1_000;
/** A stop waits no longer for a collector that doesn't answer; what is left is lost. */
const STOP_WITHIN_MS = 2_000;

/** Spans that go to a collector. */
export interface Tracing {
  /** Sends what waits. Never throws. */
  stop(): Promise<void>;
}

/** The same exporter, saying once that its collector takes nothing, until it does again. */
function sayFailures(exporter: SpanExporter, log: Log): SpanExporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.code !== 0;
        if (failed && !isFailing) log.warn({ err: result.error }, 'traces.not_sent');
        isFailing = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

/** Job → the click that brought it about, in this process. */
function createClicks() {
  const clicks = new Map<string, SpanContext>();
  return {
    of: (jobId: string) => clicks.get(jobId),
    remember(jobId: string, click: SpanContext): void {
      clicks.set(jobId, click);
      for (const oldest of clicks.keys()) {
        if (clicks.size <= MOST_REMEMBERED) break;
        clicks.delete(oldest);
      }
    },
  };
}

function contextOf(parent: SpanContext | undefined) {
  return parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
}

/** Ends a span with its work. */
function endWith<T>(span: Span, work: () => T): T {
  const end = (isFailed: boolean): void => {
    if (isFailed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
  try {
    const done = work();
    if (done instanceof Promise)
      done.then(
        () => end(false),
        () => end(true),
      );
    else end(false);
    return done;
  } catch (error) {
    end(true);
    throw error;
  }
}

/**
 * Sends spans as OTLP over HTTP to `<endpoint>/v1/traces`: a click, what its flow answered, a job, its steps, and each request
 * to Graph. They are made of what the log is told, so that nothing is in a span that is not an id or a code there.
 * OpenTelemetry's own variables (OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) count. Nobody else
 * gets a header of it.
 */
export function startTracing({
  endpoint,
  version,
  log,
}: {
  endpoint: string;
  version: string;
  log: Log;
}): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'rollcall', 'service.version': version }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    spanProcessors: [new BatchSpanProcessor({ exporter: sayFailures(exporter, log) })],
  });
  const tracer = provider.getTracer('rollcall', version);
  const current = new AsyncLocalStorage<Span>();
  const clicks = createClicks();

  /** What is over when it is told. */
  function addEnded(name: string, fields: Readonly<Record<string, unknown>>, isCall: boolean): void {
    const endTime = Date.now();
    const span = tracer.startSpan(
      name,
      {
        startTime: endTime - (typeof fields.ms === 'number' ? fields.ms : 0),
        attributes: describeSpan(fields),
        ...(isCall ? { kind: SpanKind.CLIENT } : {}),
      },
      contextOf(current.getStore()?.spanContext()),
    );
    const isFailed = isCall && !(typeof fields.status === 'number' && fields.status < 400);
    if (isFailed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(endTime);
  }

  const follower: Follower = {
    begin(fields, work, isOwn) {
      const click = typeof fields.jobId === 'string' ? clicks.of(fields.jobId) : undefined;
      const parent = isOwn ? click : current.getStore()?.spanContext();
      const span = tracer.startSpan(
        nameSpan(fields),
        { attributes: describeSpan(fields) },
        contextOf(parent),
      );
      return current.run(span, () => endWith(span, work));
    },
    hear(event, fields) {
      const said = describeSpan(fields);
      const within = current.getStore()?.spanContext();
      if (event === 'job.accepted' && within !== undefined) clicks.remember(String(fields.jobId), within);
      if (event === 'flow.answered') addEnded(`flow ${said['rollcall.action'] ?? 'other'}`, fields, false);
      if (/^graph\.(answered|lost|unsent)$/.test(event)) {
        addEnded(`graph ${said['rollcall.graph.operation'] ?? 'other'}`, fields, true);
      }
    },
  };
  followWith(follower);

  return {
    async stop() {
      followWith(undefined);
      const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_WITHIN_MS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}

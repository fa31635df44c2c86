import { once } from 'node:events'
import { join } from 'node:path'
import { createHistogram } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

/** Latencies in milliseconds. */
export interface Latencies {
  p50: number
  p99: number
  count: number
}

/** The latencies of a tenant alone, and while another tenant saturates a shared resource. */
export interface Comparison {
  what: string
  alone: Latencies
  attacked: Latencies
  /** Of the 99th percentiles. */
  ratio: number
}

/** Pause between two measured calls, in milliseconds, so that the measuring itself saturates nothing. */
const PAUSE = 5

/** Repeats a call for some time, one after the other. */
async function measure(call: () => Promise<unknown>, milliseconds: number): Promise<Latencies> {
  const latencies = createHistogram()
  for (const ends = performance.now() + milliseconds; performance.now() < ends; ) {
    const started = process.hrtime.bigint()
    await call()
    latencies.record(process.hrtime.bigint() - started)
    await sleep(PAUSE)
  }
  return {
    p50: latencies.percentile(50) / 1e6,
    p99: latencies.percentile(99) / 1e6,
    count: latencies.count,
  }
}

/**
 * Keeps `connections` calls running until `stop` is called, which waits for them. After an error, a call is repeated half
 * a second later.
 */
export function saturate(call: () => Promise<unknown>, connections: number): () => Promise<void> {
  let isStopping = false
  const running = Array.from({ length: connections }, async () => {
    while (!isStopping) {
      // As a client that respects Retry-After, roughly.
      await call().catch(() => sleep(500))
    }
  })
  return async () => {
    isStopping = true
    await Promise.race([Promise.all(running), sleep(5000)])
  }
}

/**
 * Keeps one request running on `connections` connections, from a thread of its own, so that this load does not delay the
 * measuring.
 * @returns a function that ends the load, and returns the number of answers by status
 */
export function loadFromWorker(load: {
  port: number
  connections: number
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
}): () => Promise<Record<string, number>> {
  const worker = new Worker(join(import.meta.dirname, 'load.worker.ts'), { workerData: load })
  return async () => {
    const counted = once(worker, 'message')
    worker.postMessage('stop')
    const [statuses] = await counted
    await worker.terminate()
    return statuses
  }
}

/** Compares the latencies of a call alone with those during an attack. */
export async function compare(
  what: string,
  call: () => Promise<unknown>,
  attack: () => Promise<() => Promise<unknown>>,
  milliseconds: number,
): Promise<Comparison> {
  // A warm-up first.
  await measure(call, milliseconds / 4)
  const alone = await measure(call, milliseconds)
  const stop = await attack()
  await sleep(500)
  const attacked = await measure(call, milliseconds)
  await stop()
  return { what, alone, attacked, ratio: attacked.p99 / alone.p99 }
}

/** Returns a comparison as a line of output. */
export const describeComparison = ({ what, alone, attacked, ratio }: Comparison): string =>
  `${what}: p50 ${alone.p50.toFixed(1)} → ${attacked.p50.toFixed(1)} ms, p99 ${alone.p99.toFixed(1)} → ${attacked.p99.toFixed(1)} ms, ratio ${ratio.toFixed(1)} (${alone.count} and ${attacked.count} calls)`

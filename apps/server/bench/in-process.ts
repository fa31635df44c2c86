import { pino } from 'pino'
import { createRecorder } from '../src/audit/recorder.ts'
import { createBackground } from '../src/background.ts'
import { type Config, readConfig } from '../src/config.ts'
import type { MemberContext } from '../src/context.ts'
import { issue } from '../src/credentials/issue.ts'
import { get, list, usage } from '../src/credentials/read.ts'
import { createEgress } from '../src/egress/egress.ts'
import { createKeyring } from '../src/keyring/keyring.ts'
import { unlock } from '../src/keyring/unlock.ts'
import { createMetrics } from '../src/observing/metrics.ts'
import { createObserver } from '../src/observing/observer.ts'
import type { Sample } from './fill.ts'

/** What the same work costs without HTTP, 64 at a time: operations a second. */
export async function inProcess(
  environment: Record<string, string>,
  workspaceId: string,
  sample: Sample,
  milliseconds: number,
): Promise<Record<string, number>> {
  const config: Config = readConfig(environment)
  const { db, master } = await unlock(config)
  const log = pino({ level: 'silent' })
  const clock = () => new Date()
  const ctx: MemberContext = {
    config,
    db,
    keyring: createKeyring(db, master, clock),
    egress: createEgress([]),
    signInEgress: createEgress([]),
    background: createBackground(log),
    recorder: createRecorder(db),
    observer: createObserver(createMetrics()),
    clock,
    log,
    workspaceId,
    actor: { kind: 'api_key', id: 'bench' },
    permissions: new Set(),
  }
  const any = <T>(things: readonly T[]): T => things[Math.floor(Math.random() * things.length)] as T
  const work: Record<string, () => Promise<unknown>> = {
    issue: () => issue(ctx, any(sample.steps)),
    'credentials.list': () => list(ctx, { componentId: 'petstore', limit: 50 }),
    'credentials.get': () => get(ctx, any(sample.credentials).id),
    'credentials.usage': () => usage(ctx, any(sample.credentials).id),
  }
  const rates: Record<string, number> = {}
  for (const [name, once] of Object.entries(work)) {
    await rate(once, milliseconds / 3)
    rates[name] = await rate(once, milliseconds)
  }
  await db.destroy()
  return rates
}

async function rate(once: () => Promise<unknown>, milliseconds: number): Promise<number> {
  const begun = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (; performance.now() - begun < milliseconds; done++) await once()
    }),
  )
  return (done / (performance.now() - begun)) * 1000
}

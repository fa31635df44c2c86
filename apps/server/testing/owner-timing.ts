import { randomUUID } from 'node:crypto'
import { answerOf } from './answer-text.ts'
import { assertSaved } from './assert-saved.ts'
import { createOwners, type Isolation, nameOf } from './owner-isolation.ts'
import { type TokenCall, tokenCalls } from './token-calls.ts'

/** The sessions in which calls are measured: one that permits all of them but the last ones. */
const RECONNECT = /^(?:credentials\.(?:get|update|verify|verify values)|consents\.begin again)$/

/**
 * Creates owners, and measures the calls of sessions of the first one.
 * @returns `ratioOf`: the median time of a call that names what another owner has, divided by that of a call that names what
 * does not exist. Both are measured in turn.
 */
export async function measureOwnerTiming(options: Omit<Isolation, 'sessionCount' | 'random'>) {
  const { stepkey, person, base, ownerCount } = options
  const flow = await person.flows.save({ name: 'Sync', steps: [{ name: 'Read', componentId: 'http' }] })
  assertSaved(flow)
  const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  const { key } = await person.apiKeys.create({ name: 'Host', scopes: ['connect'] })
  const host = stepkey.visitor({ apiKey: key })
  const [mine, ...others] = await createOwners(options, host)
  const owner = 'org_0'
  const visitorOf = async (input: object) => {
    const { token } = await host.connectSessions.create({
      owner,
      actions: ['choose', 'create'],
      expiresIn: 3600,
      ...input,
    })
    return stepkey.visitor({ connectToken: token })
  }
  const open = await visitorOf({ componentIds: ['http', 'slack'] })
  const bound = await visitorOf({ componentIds: ['http'], bindTo })
  const reconnect = await visitorOf({ credentialId: mine?.credentialIds[0], actions: ['reconnect'] })
  const pageFor = (name: string) =>
    RECONNECT.test(name) ? reconnect : /bindStep|\.task/.test(name) ? bound : open

  let [foreign, absent] = [0, 0]
  const named = {
    foreign: (): Omit<TokenCall, 'base' | 'bindTo'> => {
      const index = ++foreign % others.length
      const other = others[index]
      const credential = foreign % (other?.credentialIds.length ?? 1)
      return {
        credentialId: other?.credentialIds[credential] ?? '',
        consentId: other?.consentId ?? '',
        // A name is free once for each owner.
        newName: nameOf(index + 1, credential),
      }
    },
    absent: (): Omit<TokenCall, 'base' | 'bindTo'> => ({
      credentialId: randomUUID(),
      consentId: randomUUID(),
      newName: nameOf(ownerCount + 1, ++absent),
    }),
  }

  return {
    calls: Object.keys(tokenCalls),
    async ratioOf(name: string, { rounds }: { rounds: number }): Promise<number> {
      const call = tokenCalls[name]
      const visitor = pageFor(name)
      const times = { foreign: [] as number[], absent: [] as number[] }
      for (let round = -20; round < rounds; round++) {
        const kinds = ['foreign', 'absent'] as const
        for (const kind of round % 2 ? kinds : kinds.toReversed()) {
          const input = { base, bindTo, ...named[kind]() }
          const started = performance.now()
          await answerOf(async () => call?.(visitor, input))
          const taken = performance.now() - started
          // The first ones warm up.
          if (round >= 0) times[kind].push(taken)
        }
      }
      return median(times.foreign) / median(times.absent)
    },
  }
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

import { randomUUID } from 'node:crypto'
import { answerOf } from './answer-text.ts'
import { assertSaved } from './assert-saved.ts'
import { fakeApiCredential } from './fake-api.ts'
import { recordStatements } from './recorded-statements.ts'
import type { Person, Stepkey } from './stepkey.ts'
import { bySlack, newSecret, tokenCalls } from './token-calls.ts'

export interface Isolation {
  stepkey: Stepkey
  person: Person
  /** The address of the fake API. */
  base: string
  ownerCount: number
  sessionCount: number
  /** Returns a number from 0 to 1. */
  random(): number
}

const CREDENTIALS_OF_OWNER = 5

/** Returns a name that is one word, and part of no title of a component. */
export const nameOf = (owner: number | string, n: number | string) => `zzorg${owner}x${n}`

/** The ids of what one owner has. */
interface Owned {
  credentialIds: string[]
  consentId: string
}

/**
 * Creates owners with five credentials each, then random connect sessions. Each session calls every procedure that a token
 * may call, with ids of its owner, of another one and of none.
 * @returns what a session learned of other owners, how answers about foreign ids differ from those about absent ones, and
 * which of these calls run other statements, so that their times could differ
 */
export async function findOwnerLeaks(options: Isolation): Promise<string[]> {
  const { stepkey, person, base, ownerCount, sessionCount, random } = options
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const flow = await person.flows.save({ name: 'Sync', steps: [{ name: 'Read', componentId: 'http' }] })
  assertSaved(flow)
  const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  const { key } = await person.apiKeys.create({ name: 'Host', scopes: ['connect'] })
  const host = stepkey.visitor({ apiKey: key })
  const owned = await createOwners(options, host)

  const leaks: string[] = []
  /** The names of others that an owner has given to its own credentials. */
  const given = new Set<string>()
  const recorder = recordStatements()
  try {
    for (let n = 0; n < sessionCount; n++) {
      const index = Math.floor(random() * ownerCount)
      const owner = `org_${index}`
      const mine = owned[index] as Owned
      const others = owned[(index + 1 + Math.floor(random() * (ownerCount - 1))) % ownerCount] as Owned
      const foreignId = any(others.credentialIds)
      const foreignName = nameOf(owned.indexOf(others), others.credentialIds.indexOf(foreignId))
      const ids = {
        own: { credentialId: any(mine.credentialIds), consentId: mine.consentId, newName: nameOf('own', n) },
        foreign: {
          credentialId: foreignId,
          consentId: others.consentId,
          newName: given.has(`${owner} ${foreignName}`) ? nameOf('more', n) : foreignName,
        },
        absent: { credentialId: randomUUID(), consentId: randomUUID(), newName: nameOf('absent', n) },
      }
      const actions = any([['choose'], ['create'], ['choose', 'create'], ['reconnect']] as const)
      const isBound = random() < 0.5
      const { token } = await host.connectSessions.create({
        owner,
        actions: [...actions],
        ...(actions[0] === 'reconnect'
          ? { credentialId: ids.own.credentialId }
          : { componentIds: isBound ? ['http'] : ['http', 'slack'], ...(isBound && { bindTo }) }),
      })
      const visitor = stepkey.visitor({ connectToken: token })
      for (const [name, call] of Object.entries(tokenCalls)) {
        const answers = new Map<string, string>()
        const statements = new Map<string, string[]>()
        for (const [kind, named] of Object.entries(ids)) {
          recorder.take()
          answers.set(kind, await answerOf(() => call(visitor, { base, bindTo, ...named })))
          statements.set(kind, recorder.take())
        }
        const seen = [...answers.values()].join()
        for (const id of [...others.credentialIds, others.consentId])
          if (seen.includes(id)) leaks.push(`${name} as ${owner}: the id ${id}`)
        if (name === 'credentials.create') given.add(`${owner} ${ids.foreign.newName}`)
        const foreignNames = [...seen.matchAll(/zzorg(\d+)x\d+/g)].filter(
          ([name, of]) => of !== `${index}` && !given.has(`${owner} ${name}`),
        )
        if (foreignNames.length > 0) leaks.push(`${name} as ${owner}: ${foreignNames[0]?.[0]}`)
        if (answers.get('foreign') !== answers.get('absent'))
          leaks.push(`${name} as ${owner}: another answer for a foreign id than for an absent one`)
        // Of calls that the token does not permit, only the first ones are recorded. They read nothing.
        const isPermitted = !answers.get('own')?.includes('"FORBIDDEN"')
        const [ofForeign = [], ofAbsent = []] = [statements.get('foreign'), statements.get('absent')]
        if (isPermitted && ofForeign.join() !== ofAbsent.join()) {
          const differing = ofForeign.filter((text) => !ofAbsent.includes(text))
          leaks.push(`${name} as ${owner}: other statements for a foreign id or name: ${differing.join()}`)
        }
      }
    }
  } finally {
    recorder.stop()
  }
  return leaks
}

/**
 * Calls the procedures that only read, or refer to one credential, with sessions of one owner: before and after another
 * owner got a credential that is bound to the step of the session and connected through the OAuth app.
 * @returns which calls run other statements, or get other numbers, because of the other owner
 */
export async function findGrowthLeaks({
  stepkey,
  person,
  base,
}: Pick<Isolation, 'stepkey' | 'person' | 'base'>): Promise<string[]> {
  const flow = await person.flows.save({ name: 'Sync', steps: [{ name: 'Read', componentId: 'http' }] })
  assertSaved(flow)
  const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  const app = await person.oauthApps.create({ componentId: 'slack', name: 'Slack', clientId: 'id' })
  const { key } = await person.apiKeys.create({ name: 'Host', scopes: ['connect'] })
  const host = stepkey.visitor({ apiKey: key })
  const own = await person.credentials.create({ ...fakeApiCredential(base), owner: 'org_0' })
  assertSaved(own)
  const credentialId = own.credential.id
  const named = { base, bindTo, credentialId, consentId: randomUUID(), newName: nameOf(1, 1) }

  type NewSession = Parameters<typeof host.connectSessions.create>[0]
  const sessions: Record<string, NewSession> = {
    bound: { componentIds: ['http'], actions: ['choose', 'create'], bindTo },
    open: { componentIds: ['http', 'slack'], actions: ['choose', 'create'] },
    reconnect: { credentialId, actions: ['reconnect'] },
  }
  async function statementsOfCalls() {
    const recorder = recordStatements()
    const statements: Record<string, string> = {}
    try {
      for (const [session, input] of Object.entries(sessions)) {
        const { token } = await host.connectSessions.create({ owner: 'org_0', ...input })
        const visitor = stepkey.visitor({ connectToken: token })
        for (const [name, call] of Object.entries(tokenCalls)) {
          if (/create|bindStep/.test(name)) continue
          recorder.take()
          await answerOf(() => call(visitor, named))
          statements[`${name} (${session})`] = recorder.take().join('\n')
        }
      }
    } finally {
      recorder.stop()
    }
    return statements
  }

  const before = await statementsOfCalls()
  const other = await person.credentials.create({ ...fakeApiCredential(base, nameOf(1, 1)), owner: 'org_1' })
  assertSaved(other)
  await person.flows.bindStep({ ...bindTo, credentialId: other.credential.id })
  await stepkey.deps.db
    .insertInto('credential_token')
    .values({
      credential_id: other.credential.id,
      workspace_id: person.workspaceId,
      oauth_app_id: app.id,
      is_granted: 1,
      sealed: null,
      version: 1,
      scopes: null,
      ends_at: null,
      renew_at: null,
      failures: 0,
      refresh_failure: null,
      lost_reason: null,
      lease_id: null,
      leased_until: null,
      updated_at: '2026-11-01T12:00:00.000Z',
    })
    .execute()
  const after = await statementsOfCalls()
  return Object.keys(before).filter((call) => before[call] !== after[call])
}

/** Creates owners with credentials, and a consent of each that has begun. */
export async function createOwners(
  { stepkey, person, base, ownerCount }: Omit<Isolation, 'sessionCount' | 'random'>,
  host: ReturnType<Stepkey['visitor']>,
): Promise<Owned[]> {
  await person.oauthApps.create({ componentId: 'slack', name: 'Slack', clientId: 'id' })
  const owned: Owned[] = []
  for (let index = 0; index < ownerCount; index++) {
    const owner = `org_${index}`
    const credentialIds: string[] = []
    for (let n = 0; n < CREDENTIALS_OF_OWNER; n++) {
      const input = fakeApiCredential(base, nameOf(index, n))
      const created = await person.credentials.create({ ...input, owner })
      assertSaved(created)
      credentialIds.push(created.credential.id)
    }
    const { token } = await host.connectSessions.create({
      owner,
      componentIds: ['slack'],
      actions: ['create'],
    })
    const page = stepkey.visitor({ connectToken: token })
    const begun = await page.consents.begin({ ...bySlack, ticket: newSecret() })
    owned.push({ credentialIds, consentId: begun.outcome === 'refused' ? '' : begun.consentId })
  }
  return owned
}

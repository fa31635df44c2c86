import { type Permission, permissionsOfScope, type Scope } from '@stepkey/shared/access'
import type { Caller } from '../src/edge/rpc/caller.ts'
import { assertSaved } from './assert-saved.ts'
import { fakeApiCredential } from './fake-api.ts'
import { absent, type Belongings, type CallValues, procedureCalls } from './procedure-calls.ts'
import type { Person, Stepkey } from './stepkey.ts'

interface Isolation {
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

/**
 * Creates owners with five credentials each, then random connect sessions. Each session calls every procedure that a token
 * may call, with ids of its owner, of another one and of none.
 * @returns what a session learned of other owners, and how answers about foreign ids differ from those about absent ones
 */
export async function findOwnerLeaks(options: Isolation): Promise<string[]> {
  const { stepkey, person, base, ownerCount, sessionCount, random } = options
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const owned = await createOwners(options)
  const flow = await person.flows.save({ name: 'Sync', steps: [{ name: 'Read', componentId: 'http' }] })
  assertSaved(flow)
  const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  const { key } = await person.apiKeys.create({ name: 'Host', scopes: ['connect'] })
  const host = stepkey.visitor({ apiKey: key })

  const leaks: string[] = []
  /** The names of others that an owner has given to its own credentials. */
  const given = new Set<string>()
  const nameOf = (ids: readonly string[], id: string) =>
    `Shop ${ids.indexOf(id)} of org_${owned.indexOf(ids as string[])}`
  for (let n = 0; n < sessionCount; n++) {
    const index = Math.floor(random() * ownerCount)
    const owner = `org_${index}`
    const mine = owned[index] as string[]
    const others = owned[(index + 1 + Math.floor(random() * (ownerCount - 1))) % ownerCount] as string[]
    const ids = { own: any(mine), foreign: any(others), absent: 'absent' }
    const actions = any([['choose'], ['create'], ['choose', 'create'], ['reconnect']] as const)
    const isReconnect = actions[0] === 'reconnect'
    const { token } = await host.connectSessions.create({
      owner,
      actions: [...actions],
      ...(isReconnect
        ? { credentialId: ids.own }
        : { componentIds: ['http'], ...(random() < 0.5 && { bindTo }) }),
    })
    const visitor = stepkey.visitor({ connectToken: token })
    const newName = (id: string) => {
      const taken = others.includes(id) ? nameOf(others, id) : ''
      if (taken === '' || given.has(`${owner} ${taken}`)) return `New ${random()}`
      given.add(`${owner} ${taken}`)
      return taken
    }
    for (const [name, call] of Object.entries(callsOf(visitor, { base, bindTo, newName }))) {
      const answers = new Map<string, string>()
      for (const [kind, id] of Object.entries(ids)) answers.set(kind, await answerOf(call, id))
      const seen = [...answers.values()].join()
      for (const id of others) if (seen.includes(id)) leaks.push(`${name} as ${owner}: the id ${id}`)
      const foreignNames = [...seen.matchAll(/Shop \d+ of org_(\d+)\b/g)].filter(
        ([name, of]) => of !== `${index}` && !given.has(`${owner} ${name}`),
      )
      if (foreignNames.length > 0) leaks.push(`${name} as ${owner}: ${foreignNames[0]?.[0]}`)
      if (answers.get('foreign') !== answers.get('absent'))
        leaks.push(`${name} as ${owner}: another answer for a foreign id than for an absent one`)
    }
  }
  return leaks
}

/** @returns the ids of the credentials, by the number of the owner */
async function createOwners({ person, base, ownerCount }: Isolation): Promise<string[][]> {
  const owned: string[][] = []
  for (let index = 0; index < ownerCount; index++) {
    const ids: string[] = []
    for (let n = 0; n < CREDENTIALS_OF_OWNER; n++) {
      const owner = `org_${index}`
      const input = fakeApiCredential(base, `Shop ${n} of ${owner}`)
      const created = await person.credentials.create({ ...input, owner })
      assertSaved(created)
      ids.push(created.credential.id)
    }
    owned.push(ids)
  }
  return owned
}

/** The calls of every procedure that a connect token may make, with an id. */
function callsOf(
  rpc: Caller,
  {
    base,
    bindTo,
    newName,
  }: {
    base: string
    bindTo: { flowId: string; stepId: string }
    /** Returns the name of a new credential, which the credential with this id may have, too. */
    newName(id: string): string
  },
): Record<string, (credentialId: string) => Promise<unknown>> {
  const { name: _, ...values } = fakeApiCredential(base)
  return {
    'connectTokens.task': () => rpc.connectTokens.task(),
    'components.list': () => rpc.components.list({}),
    'components.get': () => rpc.components.get({ componentId: 'http' }),
    'credentials.list': () => rpc.credentials.list({ limit: 200 }),
    'credentials.list by id': (id) => rpc.credentials.list({ ids: [id] }),
    'credentials.list by text': () => rpc.credentials.list({ search: 'Shop' }),
    'credentials.get': (credentialId) => rpc.credentials.get({ credentialId }),
    'credentials.verify': (credentialId) => rpc.credentials.verify({ credentialId }),
    'credentials.verify values': () => rpc.credentials.verify(values),
    'credentials.update': (credentialId) => rpc.credentials.update({ credentialId, version: 0 }),
    'flows.bindStep': (credentialId) => rpc.flows.bindStep({ ...bindTo, credentialId }),
    'credentials.create': async (id) => {
      const created = await rpc.credentials.create({ ...values, name: newName(id) })
      return created.outcome
    },
  }
}

/** Returns an answer or an error as text, without what always differs. */
async function answerOf(call: (id: string) => Promise<unknown>, id: string): Promise<string> {
  const answer = await call(id).catch((error) => ({ code: error.code, message: error.message }))
  return JSON.stringify(answer ?? null)
    .replace(/"(?:checkedAt|durationMs|version|updatedAt|expiresAt)":(?:"[^"]*"|\d+)/g, '')
    .replace(/"credentialId":"absent"/g, '')
}

/** The scopes that a limited key can have. */
const LIMITED_SCOPES = ['read', 'verify', 'write', 'issue', 'connect'] as const satisfies Scope[]

/**
 * Creates two owners and an API key that is limited to one of them. The key calls every procedure that its scopes allow, with
 * ids that don't exist, of the other owner, and of its own.
 * @returns what the key learned of the other owner, and how answers about foreign ids differ from those about absent ones
 */
export async function findKeyLeaks({
  stepkey,
  person,
  base,
}: Pick<Isolation, 'stepkey' | 'person' | 'base'>): Promise<string[]> {
  const [own, foreign] = [
    await createBelongings(person, base, 'org_0'),
    await createBelongings(person, base, 'org_1'),
  ]
  const { key } = await person.apiKeys.create({
    name: 'Limited',
    scopes: [...LIMITED_SCOPES],
    owners: ['org_0'],
  })
  const caller = stepkey.visitor({ apiKey: key })
  const permissions = new Set<Permission>(LIMITED_SCOPES.flatMap((scope) => permissionsOfScope[scope]))
  const secrets = [...Object.values(foreign.secret), 'org_1']
  const leaks: string[] = []
  for (const [name, { needs, alsoNeeds, inPerson, call }] of Object.entries(procedureCalls)) {
    const isAllowed = (permission: string | undefined) =>
      permission === undefined || permissions.has(permission as Permission)
    if (inPerson || !isAllowed(needs) || !isAllowed(alsoNeeds)) continue
    const answers = new Map<string, string>()
    const used = new Set<string>()
    for (const [kind, ids] of [
      ['absent', absent],
      ['foreign', foreign.ids],
      ['own', own.ids],
    ] as const) {
      const recorded = new Proxy<Belongings>(ids, {
        get: (target, member: keyof Belongings) => {
          used.add(member)
          return target[member]
        },
      })
      const given: CallValues = { base, password: '', secret: '', requestSecret: '', linkSecret: '' }
      answers.set(kind, await answerOf(async () => call(caller, recorded, given), ''))
    }
    const seen = [...answers.values()].join()
    for (const secret of secrets) if (seen.includes(secret)) leaks.push(`${name}: ${secret}`)
    // A flow with steps of both owners exists for the key.
    const names = ['credentialId', 'deletedCredentialId', 'requestId'].some((member) => used.has(member))
    if (names && !used.has('flowId') && answers.get('foreign') !== answers.get('absent'))
      leaks.push(`${name}: another answer for a foreign id than for an absent one`)
  }
  return leaks
}

/** Creates a credential, a deleted one, a request and a flow of an owner. `secret`: what other owners must not learn. */
async function createBelongings(person: Person, base: string, owner: string) {
  const create = async (name: string) => {
    const created = await person.credentials.create({
      ...fakeApiCredential(base, `${name} of ${owner}`),
      owner,
    })
    assertSaved(created)
    return created.credential.id
  }
  const credentialId = await create('Shop')
  const deletedCredentialId = await create('Old shop')
  await person.credentials.remove({ credentialId: deletedCredentialId })
  const { request } = await person.requests.create({ componentId: 'http', name: `Asked of ${owner}`, owner })
  const steps = [
    { name: 'Read', componentId: 'http', credentialId },
    { name: 'Write', componentId: 'http', binding: 'owner' as const },
  ]
  const flow = await person.flows.save({ name: 'Sync', steps })
  assertSaved(flow)
  await person.flows.activate({ flowId: flow.id })
  return {
    ids: {
      ...absent,
      credentialId,
      deletedCredentialId,
      requestId: request.id,
      flowId: flow.id,
      stepId: flow.steps[0]?.id ?? '',
    },
    secret: { credentialId, deletedCredentialId, requestId: request.id, name: `of ${owner}` },
  }
}

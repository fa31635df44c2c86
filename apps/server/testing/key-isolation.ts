import { type Permission, permissionsOfScope, type Scope } from '@stepkey/shared/access'
import { answerOf } from './answer-text.ts'
import { assertSaved } from './assert-saved.ts'
import { fakeApiCredential } from './fake-api.ts'
import { absent, type Belongings, type CallValues, procedureCalls } from './procedure-calls.ts'
import type { Person, Stepkey } from './stepkey.ts'

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
}: {
  stepkey: Stepkey
  person: Person
  /** The address of the fake API. */
  base: string
}): Promise<string[]> {
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
      answers.set(kind, await answerOf(async () => call(caller, recorded, given)))
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

import type { CredentialCreated } from '@stepkey/shared/credential'
import type { FlowSaved } from '@stepkey/shared/flow'
import { isRecord } from '@stepkey/shared/schema'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { getCredential } from '../../domains/credentials/read-credentials.ts'
import { getFlow } from '../../domains/flows/read-flows.ts'
import { claimKey } from '../../domains/idempotency/idempotency-key.ts'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import type { Principal } from '../access/principal.ts'
import { reduceFlow } from '../access/reduced-answers.ts'
import type { RequestContext } from '../access/request-context.ts'
import type { Wrap } from '../rpc/execute.ts'
import type { RestRoute } from './rest-route.ts'

/**
 * Returns the header Idempotency-Key; undefined if there is none.
 * @throws DomainError invalid_input if the key is malformed, or if the route would ignore it
 */
export function readIdempotencyKey(
  { headers }: FastifyRequest,
  { idempotent }: Pick<RestRoute, 'idempotent'>,
): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (!idempotent) throw refused('This route does not accept an Idempotency-Key. Remove it.')
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw refused(
    'An Idempotency-Key is 1 to 255 printable ASCII characters without spaces, for example a UUID.',
  )
}

const refused = (message: string) => invalidInput({ path: 'Idempotency-Key', message })

/**
 * Runs an operation once, even if its request is sent several times with the same Idempotency-Key. Later requests get
 * the object that the first one created. Refused requests are not stored: they run again when they are sent again.
 */
export function once(route: RestRoute, key: string, reply: FastifyReply): Wrap {
  return async (ctx, input, run) => {
    const claim = await claimKey(ctx, { key, operation: `${route.method} ${route.path}`, input })
    if (claim.outcome === 'created') {
      reply.header('idempotency-replayed', 'true')
      return await readCreated(ctx, route, claim.subjectId, input)
    }
    try {
      return await run({ onCreated: claim.onCreated })
    } finally {
      await claim.release()
    }
  }
}

/** Returns the current state of the object that an earlier request created. */
async function readCreated(
  ctx: RequestContext & Principal,
  { answersWith }: RestRoute,
  id: string,
  input: unknown,
): Promise<CredentialCreated | FlowSaved> {
  if (answersWith === 'flow') {
    const flow = await getFlow(ctx, id).catch(orDeleted)
    // Callers who may not read flows know this one only as they sent it.
    const isKnown = ctx.permissions.has('read') || flow.version === 1
    return { outcome: 'saved', ...(isKnown ? flow : reduceFlow(flow)) }
  }
  const credential = await getCredential(ctx, id).catch(orDeleted)
  const bindTo = isRecord(input) ? input.bindTo : undefined
  const flow =
    isRecord(bindTo) && typeof bindTo.flowId === 'string'
      ? await getFlow(ctx, bindTo.flowId).catch(orUndefined)
      : undefined
  return { outcome: 'saved', credential, ...(flow && { flow }) }
}

function orUndefined(error: unknown): undefined {
  if (!(error instanceof DomainError && error.code === 'not_found')) throw error
}

function orDeleted(error: unknown): never {
  orUndefined(error)
  throw new DomainError(
    'created_object_deleted',
    'The object created with this Idempotency-Key was deleted. Send a new key to create another one.',
  )
}

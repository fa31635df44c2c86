import type { CredentialCreated } from '@stepkey/shared/credential'
import type { FlowSaved } from '@stepkey/shared/flow'
import { isRecord } from '@stepkey/shared/schema'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WorkspaceContext } from '../../domains/context.ts'
import * as credentials from '../../domains/credentials/read-credentials.ts'
import * as flows from '../../domains/flows/read-flows.ts'
import { claim } from '../../domains/idempotency/idempotency-key.ts'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { memberOf, type RequestContext } from '../rpc/trpc.ts'
import { REUSED, sendProblem } from './problem.ts'
import { describeProcedure } from './procedure-description.ts'
import type { RestRoute } from './routes.ts'

type Call = (ctx: RequestContext) => Promise<unknown>
/** What a request with a key comes to: what its call gave, what was made before, or that it was answered already. */
export type Keyed = { result: unknown; replayed: boolean } | { answered: FastifyReply }

export const takesKey = ({ method, status, answersWith }: RestRoute) =>
  method === 'POST' && status === 201 && answersWith !== undefined

/**
 * Makes what a request asks for once, however often it is sent with the same Idempotency-Key. What is refused makes
 * nothing and is not remembered: sent again, it is tried again.
 */
export async function onceWithKey(
  { route, request, reply }: { route: RestRoute; request: FastifyRequest; reply: FastifyReply },
  context: RequestContext,
  input: Record<string, unknown>,
  call: Call,
): Promise<Keyed> {
  const key = request.headers['idempotency-key']
  if (key === undefined || !takesKey(route)) return { result: await call(context), replayed: false }
  const member = await memberOf(context)
  const { needs, output } = describeProcedure(route.procedure)
  // The procedure itself refuses, and records that.
  if (needs && needs !== 'account' && !member.permissions.has(needs))
    return { result: await call(context), replayed: false }
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalidInput({
      path: 'Idempotency-Key',
      message:
        'An Idempotency-Key is 1 to 255 letters, digits and signs without spaces: a random one is best.',
    })
  }
  const ctx = { ...context, ...member }
  const operation = `${route.method} ${route.path}`
  const claimed = await claim(ctx, { key, operation, input }).catch(async (error) => {
    // An organization that is deleted just now takes its keys along: then this says so.
    await memberOf(context)
    throw error
  })
  switch (claimed.outcome) {
    case 'first':
      try {
        return { result: await call({ ...context, onMade: claimed.onMade }), replayed: false }
      } finally {
        await claimed.free()
      }
    case 'made':
      return { result: output.parse(await readMade(ctx, route, claimed.subjectId, input)), replayed: true }
    case 'running':
      return { answered: sendProblem(reply.header('retry-after', RETRY_AFTER), RUNNING) }
    case 'reused':
      return { answered: sendProblem(reply, REUSED) }
  }
}

/** In seconds: a dry request takes a little while. */
const RETRY_AFTER = 2
const RUNNING = {
  status: 409,
  code: 'conflict',
  detail: 'The first request with this Idempotency-Key is still running. Send it again in a moment.',
}
/** What was made, as it is now. */
async function readMade(
  ctx: WorkspaceContext,
  { answersWith }: RestRoute,
  id: string,
  { bindTo }: Record<string, unknown>,
): Promise<CredentialCreated | FlowSaved> {
  if (answersWith === 'flow') return { outcome: 'saved', ...(await flows.getFlow(ctx, id).catch(orGone)) }
  const credential = await credentials.getCredential(ctx, id).catch(orGone)
  const flow =
    isRecord(bindTo) && typeof bindTo.flowId === 'string'
      ? await flows.getFlow(ctx, bindTo.flowId).catch(orNone)
      : undefined
  return { outcome: 'saved', credential, ...(flow && { flow }) }
}

function orNone(error: unknown): undefined {
  if (!(error instanceof DomainError && error.code === 'not_found')) throw error
}
function orGone(error: unknown): never {
  orNone(error)
  throw new DomainError(
    'conflict',
    'What was made with this Idempotency-Key was deleted since. Send a new key to make another.',
  )
}

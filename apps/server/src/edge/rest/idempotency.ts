import type { CredentialCreated } from '@stepkey/shared/credential'
import type { FlowSaved } from '@stepkey/shared/flow'
import { isRecord } from '@stepkey/shared/schema'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WorkspaceContext } from '../../domains/context.ts'
import { getCredential } from '../../domains/credentials/read-credentials.ts'
import { getFlow } from '../../domains/flows/read-flows.ts'
import { claimKey } from '../../domains/idempotency/idempotency-key.ts'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { authenticate } from '../access/authenticate.ts'
import type { RequestContext } from '../access/request-context.ts'
import { findProcedure } from '../rpc/find-procedure.ts'
import { REUSED, sendProblem } from './problem.ts'
import type { RestRoute } from './rest-route.ts'

/** In seconds: about the duration of a verification. */
const RETRY_AFTER = 2
const RUNNING = {
  status: 409,
  code: 'conflict',
  detail: 'The first request with this Idempotency-Key is still running. Send it again in a moment.',
}

/**
 * Runs a request once, even if it is sent several times with the same Idempotency-Key. Refused requests are not stored:
 * they run again when they are sent again.
 * @returns the result of the run, the object that an earlier run created, or `reply` if it is already answered
 */
export async function runOnce(
  { route, request, reply }: { route: RestRoute; request: FastifyRequest; reply: FastifyReply },
  context: RequestContext,
  input: Record<string, unknown>,
  run: (ctx: RequestContext) => Promise<unknown>,
): Promise<unknown> {
  const key = request.headers['idempotency-key']
  if (key === undefined || !route.idempotent) return await run(context)
  const principal = await authenticate(context)
  const { gate, output } = findProcedure(route.procedure)
  // A caller without the permission: the procedure refuses it and audits the refusal.
  if (!principal.permissions.has(gate as never)) return await run(context)
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalidInput({
      path: 'Idempotency-Key',
      message:
        'An Idempotency-Key is 1 to 255 printable ASCII characters without spaces, for example a UUID.',
    })
  }
  const ctx = { ...context, ...principal }
  const operation = `${route.method} ${route.path}`
  const claim = await claimKey(ctx, { key, operation, input }).catch(async (error) => {
    // If the workspace was deleted in the meantime, this throws not_found instead of an internal error.
    await authenticate(context)
    throw error
  })
  switch (claim.outcome) {
    case 'first':
      try {
        return await run({ ...context, onCreated: claim.onCreated })
      } finally {
        await claim.release()
      }
    case 'created':
      reply.header('idempotency-replayed', 'true')
      return output.parse(await readCreated(ctx, route, claim.subjectId, input))
    case 'running':
      return sendProblem(reply.header('retry-after', RETRY_AFTER), RUNNING)
    case 'reused':
      return sendProblem(reply, REUSED)
  }
}

/** Returns the current state of the object that an earlier request created. */
async function readCreated(
  ctx: WorkspaceContext,
  { answersWith }: RestRoute,
  id: string,
  { bindTo }: Record<string, unknown>,
): Promise<CredentialCreated | FlowSaved> {
  if (answersWith === 'flow') return { outcome: 'saved', ...(await getFlow(ctx, id).catch(orDeleted)) }
  const credential = await getCredential(ctx, id).catch(orDeleted)
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
    'conflict',
    'The object created with this Idempotency-Key was deleted. Send a new key to create another one.',
  )
}

import { z } from 'zod'
import { auditRefusal } from '../../domains/audit/audit-entry.ts'
import { isUnavailable } from '../../platform/database/database-error.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { parseStrictly, refuseLargeInput } from '../../platform/errors/parse-strictly.ts'
import { type AccountSession, authenticate, authenticateAccount } from '../access/authenticate.ts'
import {
  authorize,
  refuseApiKey,
  refuseToken,
  requireConfirmed,
  requireTokenScope,
} from '../access/authorize.ts'
import { refuseLimitedKey } from '../access/limited-keys.ts'
import type { Principal } from '../access/principal.ts'
import type { RequestContext } from '../access/request-context.ts'
import { tokenScopeOf } from '../access/token-scope.ts'
import type { Procedure } from './procedure.ts'

/** Runs an operation with additional options, or returns the result of an earlier run. `raw` is the unparsed input. */
export type Wrap = (ctx: RequestContext & Principal, raw: unknown, run: Operate) => Promise<unknown>
type Operate = (options: Pick<RequestContext, 'onCreated'>) => Promise<unknown>

/** A call of a procedure, as a transport received it. */
export interface Call {
  /** The name of the procedure, such as `credentials.create`. */
  name: string
  request: RequestContext
  /**
   * Returns the unparsed input, and how to run the operation if not simply once. Called when the caller is authorized:
   * other callers get no errors about their input. `known` are the members that the transport accepts, for the advice in
   * errors, if not all of the schema.
   */
  read(): { raw: unknown; known?: readonly string[]; wrap?: Wrap | undefined }
}

/**
 * Runs a procedure: authenticates, authorizes, parses the input, calls the operation and parses the output. All
 * transports use it; they differ only in the encoding.
 * @throws DomainError for errors that the caller may see; other errors are internal
 */
export async function execute(procedure: Procedure, call: Call): Promise<unknown> {
  const { request } = call
  try {
    return await run(procedure, call)
  } catch (error) {
    if (error instanceof DomainError) throw error
    if (isUnavailable(error)) throw unavailable(procedure, error)
    // If the organization was deleted during the call, this throws unknown_workspace instead of an internal error.
    if (isOfWorkspace(procedure)) await authenticate(request)
    throw error
  }
}

async function run(procedure: Procedure, { request, name, read }: Call) {
  const caller = await admit(procedure, request, name)
  const principal = isOfWorkspace(procedure) ? (caller as Principal) : undefined
  const { needsConfirmation } = procedure
  const confirm = () => requireConfirmed({ clock: request.clock, ...principal })
  if (needsConfirmation === true) confirm()
  const schema = procedure.input ?? NO_INPUT
  const { raw, known, wrap } = read()
  refuseLargeInput(raw)
  const token = principal && (await requireTokenScope(request, principal, name, schema, raw))
  const input = parseStrictly(schema, token ? token.input : raw, { known })
  if (typeof needsConfirmation === 'function' && needsConfirmation(input as never)) confirm()
  const accountId = accountOf(caller)
  if (accountId !== undefined) await request.onAdmitted?.(name, accountId)
  const operate: Operate = async (options) =>
    procedure.run({ ctx: { ...request, ...caller, ...options }, input })
  const result =
    principal && wrap ? await wrap({ ...request, ...principal }, raw, operate) : await operate({})
  const { reduce } = procedure
  const reduced = reduce && principal ? reduce(result, { permissions: principal.permissions, input }) : result
  const output = procedure.output.parse(reduced)
  return token?.scope.answer ? token.scope.answer(output) : output
}

/** Returns the account of a signed-in user. */
function accountOf({ accountId, actor }: Partial<Principal & AccountSession>): string | undefined {
  return accountId ?? (actor?.kind === 'person' ? actor.id : undefined)
}

/** Authenticates and authorizes the caller. @returns the additional members of the operation's context */
async function admit({ gate, usersOnly }: Procedure, request: RequestContext, name: string) {
  switch (gate) {
    case 'public':
    case 'account':
      // A connect token may only call the procedures of its scope, not even public ones.
      if (request.connectToken !== undefined) {
        throw await refuseToken(request, await authenticate(request), name)
      }
      if (gate === 'public') return {}
      await refuseApiKey(request, name)
      return await authenticateAccount(request)
    case 'connect_token': {
      const principal = await authenticate(request)
      if (!principal.limits) {
        await auditRefusal({ ...request, ...principal }, 'access.asked', name)
        throw new DomainError('connect_token_required', 'This procedure needs a connect token.')
      }
      if (!tokenScopeOf(principal.limits, name)) throw await refuseToken(request, principal, name)
      return principal
    }
    default: {
      if (usersOnly) await refuseApiKey(request, name)
      const principal = await authorize(request, gate, name)
      await refuseLimitedKey(request, principal, name)
      return principal
    }
  }
}

/** The input schema of procedures without input: no members. */
const NO_INPUT = z.strictObject({}).optional()

/** Whether a procedure is called in a workspace. */
export const isOfWorkspace = ({ gate }: Procedure) => gate !== 'public' && gate !== 'account'

/** After how many seconds the database may respond again. */
const RETRY_AFTER = 5

/** The connection may have been lost while the transaction was being committed, so the outcome is not known. */
const unavailable = ({ type }: Procedure, cause: unknown) =>
  new DomainError(
    'unavailable',
    type === 'query'
      ? 'The database does not respond. Try again in a moment.'
      : 'The database does not respond. Check whether the change was made before you try again.',
    { cause, retryAfter: RETRY_AFTER },
  )

import { z } from 'zod'
import { isUnavailable } from '../../platform/database/database-error.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import { authenticate, authenticateAccount } from '../access/authenticate.ts'
import { authorize, refuseToken, requireConfirmed, requireTokenScope } from '../access/authorize.ts'
import type { Principal } from '../access/principal.ts'
import type { RequestContext } from '../access/request-context.ts'
import { tokenScopeOf } from '../access/token-scope.ts'
import type { Procedure } from './procedure.ts'

/**
 * Runs a procedure: authenticate, authorize, parse the input, call the operation, parse the output. The one way in for
 * tRPC, REST and flow engines, which differ in their encoding only.
 * @param name `credentials.create`, …
 * @param raw the input as it came in, not yet parsed
 * @throws DomainError for everything that the caller may know of; other errors are internal
 */
export async function execute(
  procedure: Procedure,
  request: RequestContext,
  name: string,
  raw: unknown,
): Promise<unknown> {
  try {
    return await run(procedure, request, name, raw)
  } catch (error) {
    if (error instanceof DomainError) throw error
    if (isUnavailable(error)) throw unavailable(error)
    // An organization that is deleted during a call breaks the call anywhere: then this explains it.
    if (isOfWorkspace(procedure)) await authenticate(request)
    throw error
  }
}

async function run(procedure: Procedure, request: RequestContext, name: string, raw: unknown) {
  const caller = await admit(procedure, request, name)
  const principal = isOfWorkspace(procedure) ? (caller as Principal) : undefined
  if (procedure.needsConfirmation) requireConfirmed({ clock: request.clock, ...principal })
  const token = principal && (await requireTokenScope(request, principal, name, raw))
  const input = parseStrictly(procedure.input ?? NO_INPUT, token ? token.input : raw)
  const output = procedure.output.parse(await procedure.run({ ctx: { ...request, ...caller }, input }))
  return token?.scope.answer ? token.scope.answer(output) : output
}

/** Authenticates and authorizes. @returns what the operation's context gets in addition to the request's */
async function admit({ gate }: Procedure, request: RequestContext, name: string) {
  switch (gate) {
    case 'public':
    case 'account':
      // A connect token is good for the procedures of its scope only, not even for public ones.
      if (request.connectToken !== undefined) {
        throw await refuseToken(request, await authenticate(request), name)
      }
      return gate === 'account' ? await authenticateAccount(request) : {}
    case 'connect_token': {
      const principal = await authenticate(request)
      if (!principal.limits) throw new DomainError('forbidden', 'This needs a connect token.')
      if (!tokenScopeOf(principal.limits, name)) throw await refuseToken(request, principal, name)
      return principal
    }
    default:
      return await authorize(request, gate, name)
  }
}

/** Procedures without input accept no member at all. */
const NO_INPUT = z.strictObject({}).optional()

const isOfWorkspace = ({ gate }: Procedure) => gate !== 'public' && gate !== 'account'

const unavailable = (cause: unknown) =>
  new DomainError(
    'unavailable',
    'The database does not respond. Nothing was changed; try again in a moment.',
    {
      cause,
    },
  )

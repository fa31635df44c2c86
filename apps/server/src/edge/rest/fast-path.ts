import { StepRef } from '@stepkey/shared/credential'
import { fieldErrors } from '@stepkey/shared/errors'
import { issueCredential } from '../../domains/credentials/issue-credential.ts'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { memberOf, memberWho, type RequestContext } from '../rpc/trpc.ts'
import type { ProcedureName } from './routes.ts'

type Direct = (ctx: RequestContext, input: unknown) => Promise<unknown>

/**
 * Procedures that flow engines call so often that tRPC would be most of what they cost: the same steps in the same
 * order, without it.
 */
export const direct: Partial<Record<ProcedureName, Direct>> = {
  'credentials.issue': async (ctx, input) => {
    const member = await memberWho(ctx, 'issue', 'credentials.issue')
    const step = StepRef.safeParse(input)
    if (!step.success) throw invalidInput(...fieldErrors(step.error))
    return await issueCredential({ ...ctx, ...member }, step.data).catch(async (error) => {
      // An organization that is deleted just now: then this says so.
      if (!(error instanceof DomainError)) await memberOf(ctx)
      throw error
    })
  },
}

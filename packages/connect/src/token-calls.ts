import { type Call, callProcedure } from '@stepkey/client/call-procedure'
import { createProcedures } from '@stepkey/client/procedures'
import { StepkeyError } from '@stepkey/client/stepkey-error'
import type { Procedures } from './api.gen.ts'
import { ConnectError } from './connect-error.ts'
import type { CallOptions } from './procedure.ts'
import { createRenewal } from './renewal.ts'

/** The procedures of a connect token. */
export interface TokenCalls {
  procedures: Procedures
  /** Replaces the token, and repeats the calls that wait for it. */
  setToken(token: string): void
}

/**
 * Creates the calls of a page with a connect token. They send no cookies: the signed-in user may be another person than
 * the user of the token.
 * @param onExpired called when the token has expired; see {@link createRenewal}
 */
export function createTokenCalls(
  url: string,
  firstToken: string,
  onExpired: () => Promise<void>,
): TokenCalls {
  let token = firstToken
  const renewal = createRenewal(onExpired)
  const fetch: typeof globalThis.fetch = (input, init) =>
    globalThis.fetch(input, { ...init, credentials: 'omit' })

  async function call(call: Call, options: CallOptions = {}): Promise<unknown> {
    for (;;) {
      const used = token
      try {
        return await callProcedure({ url, token: used, fetch }, call, options)
      } catch (error) {
        options.signal?.throwIfAborted()
        if (!(error instanceof StepkeyError)) throw error
        // Another call may have waited for the next token already.
        if (error.code === 'unauthorized' && (used !== token || (await renewal.wait()))) continue
        const { code, message, fields, retryAfter } = error
        throw new ConnectError(code, message, { fields, retryAfter, cause: error.cause })
      }
    }
  }

  const domain = <Name extends keyof Procedures>(name: Name) => createProcedures<Procedures[Name]>(name, call)
  return {
    procedures: {
      connectTokens: domain('connectTokens'),
      components: domain('components'),
      credentials: domain('credentials'),
      oauthApps: domain('oauthApps'),
      consents: domain('consents'),
      flows: domain('flows'),
    },
    setToken(next) {
      token = next
      renewal.settle(true)
    },
  }
}

import type { Call } from './call-procedure.ts'
import type { CallOptions } from './procedure.ts'

/** Returns the procedures of a domain, by name. */
export const createProcedures = <Domain extends object>(
  domain: string,
  call: (call: Call, options?: CallOptions) => Promise<unknown>,
): Domain =>
  new Proxy({} as Domain, {
    get: (_target, name) => {
      const procedure = `${domain}.${String(name)}`
      return {
        query: (input?: unknown, options?: CallOptions) => call({ kind: 'query', procedure, input }, options),
        mutate: (input?: unknown, options?: CallOptions) =>
          call({ kind: 'mutation', procedure, input }, options),
      }
    },
  })

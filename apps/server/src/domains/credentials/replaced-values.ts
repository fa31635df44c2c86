import { DomainError } from '../../platform/errors/domain-error.ts'

/** How often an operation for a flow engine runs, because the values were replaced in the meantime. */
const MAX_TRIES = 5

/**
 * Runs an operation again if the values of its credential were replaced during a token request for the earlier ones. A
 * flow engine then gets the result for the new values instead of `conflict`.
 * @param run reads the credential again, unless this is its first try
 */
export async function againIfReplaced<T>(run: (isFirst: boolean) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run(tries === 1)
    } catch (error) {
      const isReplaced = error instanceof DomainError && error.code === 'conflict'
      if (!isReplaced || tries === MAX_TRIES) throw error
    }
  }
}

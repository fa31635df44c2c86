import type { AppRouter } from '@stepkey/server/router'
import type { ErrorCode, FieldError } from '@stepkey/shared/errors'
import type { QueryClient } from '@tanstack/react-query'
import { createTRPCClient, httpLink, type TRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable, type Unsubscribable } from '@trpc/server/observable'
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query'

/**
 * One workspace's view of the server. Query keys begin with the workspace, so caches of two workspaces never mix.
 * What carries a secret goes through `client`: React Query would keep a mutation's variables.
 */
export interface Api {
  trpc: TRPCOptionsProxy<AppRouter, { keyPrefix: true }>
  client: TRPCClient<AppRouter>
}

export interface ApiOptions {
  queryClient: QueryClient
  /** Absent: only accounts can be asked. */
  workspaceId?: string
  /** Where the Stepkey is, for pages of another origin. */
  url?: string
  /** In place of a session: the connect token, as it is now. */
  connectToken?(): string
  /** Called when a call finds that the session has ended. Once there is another, true has the call made once more. */
  onSignedOut?: () => Promise<boolean>
}

export function createApi({
  queryClient,
  workspaceId,
  url = '',
  connectToken,
  onSignedOut,
}: ApiOptions): Api {
  const client = createTRPCClient<AppRouter>({
    links: [
      ...(onSignedOut ? [holdOn(onSignedOut)] : []),
      httpLink({
        url: `${url}/trpc`,
        headers: () => ({
          ...(workspaceId && { 'stepkey-workspace': workspaceId }),
          ...(connectToken && { authorization: `Bearer ${connectToken()}` }),
        }),
        ...(connectToken && { fetch: withoutCookies }),
      }),
    ],
  })
  const trpc = createTRPCOptionsProxy<AppRouter, { keyPrefix: true }>({
    client,
    queryClient,
    keyPrefix: workspaceId ?? 'visitor',
  })
  return { client, trpc }
}

/** Who has a token may be somebody else than who is signed in. */
const withoutCookies: typeof fetch = (input, init) => fetch(input, { ...init, credentials: 'omit' })

function holdOn(onSignedOut: () => Promise<boolean>): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let call: Unsubscribable | undefined
        let isWanted = true
        const attempt = () => {
          call = next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: async (error) => {
              const again = codeOf(error) === 'unauthorized' && (await onSignedOut())
              if (again && isWanted) attempt()
              else observer.error(error)
            },
          })
        }
        attempt()
        return () => {
          isWanted = false
          call?.unsubscribe()
        }
      })
}

const isApiError = (error: unknown): error is TRPCClientError<AppRouter> => error instanceof TRPCClientError

/** The closed code of an error that the server sent; undefined when it couldn't be asked. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return isApiError(error) ? error.data?.code : undefined
}

/** What the server found wrong with single inputs. */
export function fieldErrorsOf(error: unknown): FieldError[] {
  return (isApiError(error) && error.data?.fields) || []
}

/** An error in a sentence for people. */
export function sentenceOf(error: unknown): string {
  return codeOf(error)
    ? (error as Error).message
    : 'Stepkey can’t be reached right now. Nothing was lost: check your connection and try again.'
}

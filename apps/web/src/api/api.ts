import type { AppRouter } from '@stepkey/server/router'
import type { ErrorCode, FieldError } from '@stepkey/shared/errors'
import type { QueryClient } from '@tanstack/react-query'
import { createTRPCClient, httpLink, type TRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable, type Unsubscribable } from '@trpc/server/observable'
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query'

/**
 * The API client of one workspace. Query keys start with the workspace id, so that workspaces never share cache entries.
 * Calls with secrets use `client`, because React Query would keep the variables of a mutation.
 */
export interface Api {
  trpc: TRPCOptionsProxy<AppRouter, { keyPrefix: true }>
  client: TRPCClient<AppRouter>
}

/** The options of {@link createApi}. */
export interface ApiOptions {
  queryClient: QueryClient
  /** Absent for calls without a workspace, such as sign-in. */
  workspaceId?: string
  /** The origin of Stepkey, for pages of other origins. */
  url?: string
  /** Returns the current connect token, which replaces the session. */
  connectToken?(): string
  /** Called when a call fails because the session has ended. True repeats the call. */
  onSignedOut?: () => Promise<boolean>
}

/** Creates an API client. */
export function createApi({
  queryClient,
  workspaceId,
  url = '',
  connectToken,
  onSignedOut,
}: ApiOptions): Api {
  const client = createTRPCClient<AppRouter>({
    links: [
      ...(onSignedOut ? [retryAfterSignIn(onSignedOut)] : []),
      enlargeNextPages,
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

/** The number of rows in the first page of a list that sets no limit. */
const FIRST_PAGE = 50

/**
 * Makes the pages after the first one four times as large: the first page appears soon, and the end of a long list is a few
 * clicks away. The server returns at most 200 rows.
 */
const enlargeNextPages: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    const input = op.input as { cursor?: string; limit?: number } | undefined
    if (!input?.cursor) return next(op)
    return next({ ...op, input: { ...input, limit: Math.min(4 * (input.limit ?? FIRST_PAGE), 200) } })
  }

/** Omits cookies: the signed-in user may be another person than the user of the connect token. */
const withoutCookies: typeof fetch = (input, init) => fetch(input, { ...init, credentials: 'omit' })

/** Repeats calls that fail with `unauthorized`, if `onSignedOut` resolves to true. */
function retryAfterSignIn(onSignedOut: () => Promise<boolean>): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let call: Unsubscribable | undefined
        let isSubscribed = true
        const attempt = () => {
          call = next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: async (error) => {
              const mayRetry = codeOf(error) === 'unauthorized' && (await onSignedOut())
              if (mayRetry && isSubscribed) attempt()
              else observer.error(error)
            },
          })
        }
        attempt()
        return () => {
          isSubscribed = false
          call?.unsubscribe()
        }
      })
}

const isApiError = (error: unknown): error is TRPCClientError<AppRouter> => error instanceof TRPCClientError

/** Returns the error code of the server; undefined if the server could not be reached. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return isApiError(error) ? error.data?.code : undefined
}

/** Returns the errors of single inputs that the server reported. */
export function fieldErrorsOf(error: unknown): FieldError[] {
  return (isApiError(error) && error.data?.fields) || []
}

/** Returns the message of an error for the user. */
export function sentenceOf(error: unknown): string {
  return codeOf(error)
    ? (error as Error).message
    : 'Stepkey can’t be reached right now. Check your connection and try again.'
}

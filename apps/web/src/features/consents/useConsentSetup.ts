import { redirectPath } from '@stepkey/shared/auth/redirect-path'
import { asksConsent, type Method, needsApp } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'

/** Loads what is needed before the user can grant access; undefined for methods without consent. */
export function useConsentSetup(
  componentId: string,
  { token }: Method,
  credential: Credential | undefined,
  values: Record<string, unknown>,
) {
  const { trpc } = useApi()
  const { isForeignPage } = useWorkspaceScope()
  const [chosenId, choose] = useState<string>()
  const isNeeded = asksConsent(token)
  const usesApp = needsApp({ token })
  const { data } = useQuery(
    trpc.oauthApps.list.queryOptions(isNeeded ? { componentId } : skipToken, {
      // The user may add the app in another tab.
      refetchOnWindowFocus: 'always',
      refetchInterval: ({ state }) => usesApp && state.data?.items.length === 0 && 3000,
    }),
  )
  if (!isNeeded) return undefined

  const apps = usesApp ? (data?.items ?? []) : []
  const appId = chosenId ?? credential?.grant?.oauthAppId
  const app = apps.find(({ id }) => id === appId) ?? apps[0]
  const inBrowser = token.grant === 'authorization_code'
  const origin = data ? new URL(data.redirectUri).origin : window.location.origin
  const path = inBrowser && !usesApp ? redirectPath({ token }, values) : undefined
  return {
    inBrowser,
    /** The public origin of Stepkey. */
    origin,
    apps,
    app,
    choose,
    /** The OAuth apps with the redirect URL to register; undefined while they load. */
    registered: data,
    /** The redirect URL that users register with the provider themselves. */
    redirectUri: data && path && new URL(path, data.redirectUri).href,
    /** The user enters the provider, so the redirect URL is known only then. */
    ownsClient: inBrowser && !usesApp,
    isAppMissing: usesApp && data !== undefined && apps.length === 0,
    /** The public origin of this Stepkey, if it is not the current one: providers redirect there. */
    publicOrigin: inBrowser && !isForeignPage && origin !== window.location.origin ? origin : undefined,
  }
}

/** What is needed before the user can grant access. */
export type ConsentSetup = NonNullable<ReturnType<typeof useConsentSetup>>

/** Returns whether the user can be sent to the provider. */
export const canConnect = ({ isAppMissing, publicOrigin }: ConsentSetup) => !isAppMissing && !publicOrigin

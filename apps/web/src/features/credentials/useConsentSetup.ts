import { redirectPath } from '@stepkey/shared/auth/redirect-path'
import { asksConsent, type Method, needsApp } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../workspace/useApi.ts'

/** What has to be settled before a person can be sent to a vendor; undefined for methods that nobody agrees to. */
export function useConsentSetup(
  componentId: string,
  { token }: Method,
  credential: Credential | undefined,
  values: Record<string, unknown>,
) {
  const { trpc } = useApi()
  const [chosenId, choose] = useState<string>()
  const isNeeded = asksConsent(token)
  const isThroughApp = needsApp({ token })
  const { data } = useQuery(
    trpc.oauthApps.list.queryOptions(isNeeded ? { componentId } : skipToken, {
      // It may have been added in another tab just now, or is about to be.
      refetchOnWindowFocus: 'always',
      refetchInterval: ({ state }) => isThroughApp && state.data?.items.length === 0 && 3000,
    }),
  )
  if (!isNeeded) return undefined

  const apps = isThroughApp ? (data?.items ?? []) : []
  const wanted = chosenId ?? credential?.grant?.oauthAppId
  const app = apps.find(({ id }) => id === wanted) ?? apps[0]
  const inBrowser = token.grant === 'authorization_code'
  const origin = data && inBrowser ? new URL(data.redirectUri).origin : undefined
  const path = inBrowser && !isThroughApp ? redirectPath({ token }, values) : undefined
  return {
    inBrowser,
    apps,
    app,
    choose,
    /** What the person registers with the vendor himself. */
    redirectUri: data && path && new URL(path, data.redirectUri).href,
    isWithoutApp: isThroughApp && data !== undefined && apps.length === 0,
    /** Vendors send people back to another address of this Stepkey than this one. */
    elsewhere: origin !== undefined && origin !== window.location.origin ? origin : undefined,
  }
}

export type ConsentSetup = NonNullable<ReturnType<typeof useConsentSetup>>

/** Whether there is nothing in the way of being sent to the vendor. */
export const isSetUp = ({ isWithoutApp, elsewhere }: ConsentSetup) => !isWithoutApp && !elsewhere

import { Skeleton, Text } from '@mantine/core'
import type { EmbedTheme, StartMessage } from '@stepkey/shared/embed-messages'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { Localized } from '../../ui/language/Localized.tsx'
import { localeFor } from '../../ui/language/locale.ts'
import { preloadable, usePreloadable } from '../../ui/loading/preloadable.ts'
import { PickerTheme, themeOf } from '../branding/PickerTheme.tsx'
import type { HostPage } from './hostPage.ts'
import { useReportedHeight } from './useReportedHeight.ts'

const pickerForToken = preloadable(async () => {
  const { PickerForToken } = await import('./PickerForToken.tsx')
  return { default: PickerForToken }
})
// Starts loading while the host page is still being asked for a token.
pickerForToken.load()

interface EmbeddedPickerProps {
  host: HostPage | undefined
  nonce: string
}

/** The page `/embed/picker`: receives a connect token from the host page and reports events to it. */
export function EmbeddedPicker({ host, nonce }: EmbeddedPickerProps) {
  const [start, setStart] = useState<StartMessage>()
  const [theme, setTheme] = useState<EmbedTheme>()
  const { Component: PickerForToken, error, retry } = usePreloadable(pickerForToken)
  const content = useRef<HTMLDivElement>(null)
  useReportedHeight(content, (height) => host?.send({ type: 'stepkey:height', height }))

  useEffect(() => {
    const stop = host?.listen(setStart)
    host?.send({ type: 'stepkey:ready' })
    return stop
  }, [host])

  return (
    <PickerTheme theme={themeOf(theme, start?.theme)} getStyleNonce={() => nonce}>
      {/* Room for focus outlines. */}
      <div ref={content} style={{ padding: 4 }}>
        <Localized locale={localeFor(start?.locale)} isPage pending={<Skeleton height={64} />}>
          {!host ? (
            <Text size="sm" p="md">
              <WrongFrame />
            </Text>
          ) : error ? (
            <LoadError of={{ error, isFetching: false, refetch: retry }} />
          ) : start && PickerForToken ? (
            <PickerForToken
              url=""
              token={start.token}
              locale={start.locale}
              onTheme={setTheme}
              onSelected={(picked) => host.send({ type: 'stepkey:selected', ...picked })}
              onCreated={(picked) => host.send({ type: 'stepkey:created', ...picked })}
              onReconnected={(reconnected) => host.send({ type: 'stepkey:reconnected', ...reconnected })}
              onCancelled={() => host.send({ type: 'stepkey:cancelled' })}
              onExpired={() => host.send({ type: 'stepkey:expired' })}
            />
          ) : (
            <Skeleton height={64} />
          )}
        </Localized>
      </div>
    </PickerTheme>
  )
}

const WrongFrame = () => useTranslations('picker')('wrongFrame')

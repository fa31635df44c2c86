import { Skeleton, Text } from '@mantine/core'
import type { StartMessage } from '@stepkey/shared/embed-messages'
import { useEffect, useRef, useState } from 'react'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { preloadable, usePreloadable } from '../../ui/loading/preloadable.ts'
import type { HostPage } from './hostPage.ts'
import { PickerTheme } from './PickerTheme.tsx'
import { useReportedHeight } from './useReportedHeight.ts'

const pickerForToken = preloadable(async () => {
  const { PickerForToken } = await import('./PickerForToken.tsx')
  return { default: PickerForToken }
})
// On its way while the page around this one is still asked for a token.
pickerForToken.load()

interface EmbeddedPickerProps {
  parent: HostPage | undefined
  nonce: string
}

/** The page `/embed/picker`: waits for a token from the page around it, and tells that page what came of it. */
export function EmbeddedPicker({ parent, nonce }: EmbeddedPickerProps) {
  const [started, setStarted] = useState<StartMessage>()
  const { Component: PickerForToken, error, again } = usePreloadable(pickerForToken)
  const all = useRef<HTMLDivElement>(null)
  useReportedHeight(all, (height) => parent?.tell({ type: 'stepkey:height', height }))

  useEffect(() => {
    const stop = parent?.listen(setStarted)
    parent?.tell({ type: 'stepkey:ready' })
    return stop
  }, [parent])

  return (
    <PickerTheme theme={started?.theme ?? {}} getStyleNonce={() => nonce}>
      {/* Room for the ring around what has the focus. */}
      <div ref={all} style={{ padding: 4 }}>
        {!parent ? (
          <Text size="sm" p="md">
            This page belongs inside another one, at an address that Stepkey knows. Check the id in the
            address of the frame, and the origin that stands with it under Settings, Embedding.
          </Text>
        ) : error ? (
          <LoadError of={{ error, isFetching: false, refetch: again }} />
        ) : started && PickerForToken ? (
          <PickerForToken
            url=""
            token={started.token}
            onSelected={(picked) => parent.tell({ type: 'stepkey:selected', ...picked })}
            onCreated={(picked) => parent.tell({ type: 'stepkey:created', ...picked })}
            onCancelled={() => parent.tell({ type: 'stepkey:cancelled' })}
            onExpired={() => parent.tell({ type: 'stepkey:expired' })}
          />
        ) : (
          <Skeleton height={64} />
        )}
      </div>
    </PickerTheme>
  )
}

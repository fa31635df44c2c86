import { Button, Group, Stack, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { Dialog } from './Dialog.tsx'
import { UnsavedContext } from './unsaved.ts'

/** Asks before something is left behind that isn't saved: once, however much there is. */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const [sentences] = useState(() => new Map<string, string>())
  const [asking, setAsking] = useState<{ lost: string[]; settle(leave: boolean): void }>()
  const asked = useRef<Promise<boolean>>(undefined)

  const mayBeLost = useCallback(async (lost: string[]) => {
    asked.current ??= new Promise((settle) => setAsking({ lost, settle }))
    const answer = await asked.current
    asked.current = undefined
    setAsking(undefined)
    return answer
  }, [])

  useBlocker({
    shouldBlockFn: async ({ current, next }) =>
      sentences.size > 0 && next.pathname !== current.pathname && !(await mayBeLost([...sentences.values()])),
    enableBeforeUnload: () => sentences.size > 0,
  })

  const unsaved = useMemo(() => ({ sentences, mayBeLost }), [sentences, mayBeLost])
  return (
    <UnsavedContext value={unsaved}>
      {children}
      {asking && (
        <Dialog title="Leave without saving?" onClose={() => asking.settle(false)}>
          <Stack gap="md">
            <Text size="sm">{asking.lost.join(' ')} What you typed is lost if you leave.</Text>
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={() => asking.settle(false)} data-autofocus>
                Keep editing
              </Button>
              <Button color="red" onClick={() => asking.settle(true)}>
                Leave without saving
              </Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </UnsavedContext>
  )
}

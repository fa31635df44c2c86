import { Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { ProblemList } from './ProblemList.tsx'
import { useComponentsChanged } from './useComponentsChanged.ts'

interface PublishComponentProps {
  componentId: string
  revision: number | undefined
  title: string
  /** Reasons that were given before. */
  untested: Record<string, string>
  onClose(): void
  onPublished(): void
}

const STALE = { at: '', message: 'The draft was changed elsewhere. Close this, and load the page again.' }

type NotPublished = { problems: { at: string; message: string }[]; untried: string[] }

/** Publishes a draft. Methods that no trial has proved need a reason. */
export function PublishComponent(props: PublishComponentProps) {
  const { componentId, revision, title, onClose, onPublished } = props
  const { client } = useApi()
  const componentsChanged = useComponentsChanged()
  const [refusal, setRefusal] = useState<NotPublished>()
  const [reasons, setReasons] = useState(props.untested)
  const given = Object.fromEntries(Object.entries(reasons).filter(([, reason]) => reason.trim() !== ''))

  return (
    <ConfirmDialog
      title={`Publish “${isolated(title)}”?`}
      confirm="Publish"
      isHarmless
      isDisabled={refusal?.untried.some((id) => !given[id])}
      onConfirm={async () => {
        const answer = await client.components.publish.mutate({ componentId, revision, untested: given })
        if (answer.outcome === 'published') return answer.version
        setRefusal(answer.outcome === 'stale' ? { problems: [STALE], untried: [] } : answer)
        return false
      }}
      inputs={
        refusal && (
          <Stack gap="sm">
            {refusal.problems.length > 0 && <ProblemList problems={refusal.problems} />}
            {refusal.untried.map((id) => (
              <TextInput
                key={id}
                label={`Why can’t “${id}” be tested?`}
                description="No trial has proved that its verification refuses spoilt values. Try it, or say why that is impossible."
                value={reasons[id] ?? ''}
                onChange={({ currentTarget: { value } }) => setReasons({ ...reasons, [id]: value })}
                maxLength={500}
                autoComplete="off"
              />
            ))}
          </Stack>
        )
      }
      onClose={onClose}
      onDone={async (version) => {
        notifications.show({
          color: 'leaf',
          title: `Version ${version} was published`,
          message: 'New credentials use it. Existing ones keep their version until they are edited.',
        })
        await componentsChanged()
        onPublished()
      }}
    >
      <Text component="span" size="sm">
        This version never changes again. All members of the workspace can create credentials for it.
      </Text>
    </ConfirmDialog>
  )
}

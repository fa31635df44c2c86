import { Stack } from '@mantine/core'
import type { Flow } from '@stepkey/shared/flow'
import { BackLink } from '../../ui/layout/BackLink.tsx'
import { UnsavedContext } from '../../ui/unsaved/unsavedChanges.ts'
import { useUnsavedPart } from '../../ui/unsaved/useUnsavedPart.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { FlowHeader } from './FlowHeader.tsx'
import type { FlowDraft } from './flowDraft.ts'
import { StaleFlow } from './StaleFlow.tsx'
import { StepList } from './StepList.tsx'
import { UnsavedBar } from './UnsavedBar.tsx'
import { useFlowEditor } from './useFlowEditor.ts'

interface FlowEditorProps {
  /** The flow on the server; absent for a new flow. */
  stored: Flow | undefined
  /** The draft of a new flow. */
  newDraft?: FlowDraft
  onFirstSaved(flow: Flow): void
  onDeleted(): Promise<void>
}

/** Edits a flow: its name, steps and status. */
export function FlowEditor({ stored, newDraft, onFirstSaved, onDeleted }: FlowEditorProps) {
  const workspace = useWorkspaceId()
  const editing = useFlowEditor({ stored, newDraft, onFirstSaved })
  const { base, changed, latest } = editing
  const { unsaved, mayBeDiscarded } = useUnsavedPart(
    changed ? 'The changes to this flow are not saved yet.' : undefined,
  )
  const isActive = (stored ?? base)?.status === 'active'
  return (
    <Stack gap="xl" maw={820}>
      <Stack gap="sm">
        <BackLink to="/w/$workspace/flows" params={{ workspace }}>
          Flows
        </BackLink>
        <FlowHeader editing={editing} isActive={isActive} onDeleted={onDeleted} />
      </Stack>
      {latest && <StaleFlow latest={latest} editing={editing} />}
      <UnsavedContext value={unsaved}>
        <StepList editing={editing} isActive={isActive} />
      </UnsavedContext>
      <UnsavedBar editing={editing} mayBeDiscarded={mayBeDiscarded} />
    </Stack>
  )
}
